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
} as const;
