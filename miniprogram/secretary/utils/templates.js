// @ts-check
// Something to begin with, so that nobody writes the same again: Party days and events as villages hold them.
const DAYS = [
  { name: '学习', title: '主题党日：学习', material: '学习内容：', hours: 2 },
  { name: '议事', title: '主题党日：商量村里的事', material: '商量的事：', hours: 2 },
  { name: '服务', title: '主题党日：志愿服务', material: '分工和要带的东西：', hours: 3 },
  { name: '党课', title: '主题党日：书记讲党课', material: '题目：', hours: 2 },
]

const EVENTS = [
  { name: '清洁家园', title: '清洁家园', detail: '一起把村里打扫干净，工具村里准备。', hours: 2, posts: [{ name: '清扫', capacity: 15, needs: '自带手套' }, { name: '清运', capacity: 5, needs: '有三轮车更好' }] },
  { name: '看望老人', title: '看望独居老人', detail: '陪老人说说话，帮忙收拾屋子。', hours: 2, posts: [{ name: '陪伴', capacity: 8, needs: '' }, { name: '理发', capacity: 2, needs: '会理发' }] },
  { name: '交通劝导', title: '路口交通劝导', detail: '提醒戴头盔、慢点走。', hours: 2, posts: [{ name: '劝导', capacity: 6, needs: '穿马甲' }] },
  { name: '农忙帮工', title: '农忙帮一把', detail: '给缺劳力的人家搭把手。', hours: 4, posts: [{ name: '采收', capacity: 12, needs: '自带水' }, { name: '搬运', capacity: 6, needs: '' }] },
  { name: '便民服务', title: '便民服务日', detail: '量血压、磨剪刀、修小家电。', hours: 3, posts: [{ name: '引导', capacity: 4, needs: '' }, { name: '手艺', capacity: 6, needs: '会一样手艺' }] },
]

module.exports = { DAYS, EVENTS }
