export default {
  title: '邀请您来圆梦',
  answerBy: '请在 {{when}} 前答复',
  accept: '我来做',
  decline: '这次不行',
  accepted: '谢谢！已在“我的认领”里',
  declined: '好的，会请别的志愿者',
  promise: '接受即承诺 7 天内完成，可随时归还。',
} as const;
