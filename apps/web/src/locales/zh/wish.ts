/** Words of the sheets and fields that forms about a wish share. */
export default {
  contact: {
    show: '查看联系方式',
    why: '为什么要看',
    reasons: { verify: '核实', visit: '回访', help: '协助办理' },
    hint: '每次查看都有记录，本人可以查到。',
  },
  photo: {
    add: '添加照片',
    hint: '照片不是必须的；会自动去掉位置等信息。',
    sending: '上传 {{percent}}%',
    remove: '去掉这张照片',
    most_other: '最多 {{count}} 张',
  },
  question: {
    title: '志愿者的提问',
    ask: '问一句',
    erased: '内容已删除',
    status: { open: '待答复', answered: '已答复', withdrawn: '已收回', lapsed: '已失效' },
    withdraw: '收回提问',
    withdrawn: '提问已收回',
    form: {
      question: {
        label: '认领前想问什么',
        hint: '只有您和社区工作人员看得到。请不要写姓名、电话和住址。',
        send: '发送提问',
        sent: '提问已发送，有答复会通知您',
      },
      answer: {
        label: '答复',
        hint: '只有提问人和社区工作人员看得到。请不要写姓名、电话和住址。',
        send: '发送答复',
        sent: '答复已发送',
      },
    },
  },
} as const;
