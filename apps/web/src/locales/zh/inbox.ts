export default {
  empty: '没有消息',
  emptyHint: '有需要您处理的事，会出现在这里。',
  archive: '归档',
  archived: '已归档',
  readAll: '全部标为已读',
  boxes: { inbox: '收件箱', unread: '未读', archive: '已归档' },
} as const;
