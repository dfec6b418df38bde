// Pictures taken or chosen. On a computer both mean a file.
import { askForPicture } from '../overlays.js'
import { requireConsent } from './account.js'
import { defineApi, failure, wxApi } from './define.js'

const written = new Map()

/** What the mini-program writes is kept until the page ends; a picture saved is the picture. */
const files = {
  writeFileSync: (path, data) => written.set(path, new Blob([data])),
  saveFileSync: (path) => path,
}
wxApi.getFileSystemManager = () => files

/** To a friend's chat: on a computer it is saved. */
defineApi('shareFileMessage', ({ filePath, fileName }) => {
  if (!written.has(filePath)) throw failure('file not found')
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(written.get(filePath)), download: fileName })
  link.click()
})

defineApi('chooseMedia', async () => {
  await requireConsent()
  const file = await askForPicture('拍一张，或从相册选（这里选电脑上的图片）')
  if (!file) throw failure('cancel')
  return { type: 'image', tempFiles: [{ tempFilePath: URL.createObjectURL(file), size: file.size, fileType: 'image' }] }
})
