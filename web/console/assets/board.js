// The public board looks for news every minute. While the server is away it keeps what it has, and says from when that is.
const EVERY = 60_000
const content = document.getElementById('content')
const away = document.getElementById('away')
const clock = document.getElementById('clock')
// Wherever the hall's computer believes to be.
const ZONE = 'Asia/Shanghai'
const address = `${location.pathname.replace(/\/$/, '')}/content`

function tick() {
  clock.textContent = new Date().toLocaleString('zh-CN', { timeZone: ZONE, month: 'long', day: 'numeric', weekday: 'long', hour: '2-digit', minute: '2-digit' })
}

function sayFromWhen() {
  const at = new Date(content.querySelector('[data-at]').dataset.at)
  away.textContent = `网络断了，下面是 ${at.toLocaleString('zh-CN', { timeZone: ZONE, month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' })} 的内容，连上以后自己更新。`
  away.hidden = false
}

async function lookForNews() {
  try {
    const answer = await fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(20_000) })
    if (!answer.ok) throw new Error(String(answer.status))
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-build]')
    if (fresh.dataset.build !== content.dataset.build) return location.reload() // a new version has been installed
    content.replaceChildren(fresh)
    window.drawCharts()
    away.hidden = true
  } catch {
    sayFromWhen()
  }
}

tick()
setInterval(tick, 10_000)
setInterval(lookForNews, EVERY)
addEventListener('online', lookForNews)
