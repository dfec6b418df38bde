// @ts-check
const grants = require('../../services/grants')
const { loading } = require('../../utils/page')

const PURPOSES = {
  wish_update: { name: '心愿进展', text: '有人认领、办好、需要您确认' },
  event_update: { name: '活动', text: '候补成功、时间地点有变、快开始了' },
  party_day: { name: '主题党日', text: '通知、请假结果、快开始了' },
  notice: { name: '村里的通知', text: '通知、申请的结果' },
}

Page(
  loading(
    {
      data: { reminders: [] },

      /** One more of this kind, asked in the very tap, as WeChat wants it. */
      more(/** @type {any} */ event) {
        const { purpose } = event.currentTarget.dataset
        return this.once(purpose, async () => {
          await grants.askForOne(purpose)
          await this.reload()
        })
      },
    },
    async () => ({ reminders: (await grants.load()).map(present) }),
  ),
)

const present = (/** @type {{purpose: string, left: number}} */ each) => ({ ...each, ...PURPOSES[/** @type {keyof typeof PURPOSES} */ (each.purpose)] })
