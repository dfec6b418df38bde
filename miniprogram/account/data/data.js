// @ts-check
const myData = require('../../services/my-data')
const { loading } = require('../../utils/page')
const { asText, sections } = require('../../utils/my-file')

const FILE = '我在三色联盟的信息.txt'

Page(
  loading(
    {
      data: { all: {}, sections: [] },

      /** A file to be sent to oneself: WeChat lets a mini-program give away a file only so. */
      takeHome() {
        return this.once('takeHome', async () => {
          const filePath = `${wx.env.USER_DATA_PATH}/${FILE}`
          wx.getFileSystemManager().writeFileSync(filePath, asText(this.data.all), 'utf8')
          await wx.shareFileMessage({ filePath, fileName: FILE })
        })
      },
    },
    async () => {
      const all = await myData.get()
      return { all, sections: sections(all) }
    },
  ),
)
