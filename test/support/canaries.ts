/** Who reads an answer: the people of the canary's life. */
export type Reader =
  | 'worker'
  | 'leader'
  | 'secretary'
  | 'director'
  | 'committee'
  | 'officer'
  | 'district'
  | 'clerk'
  | 'auditor'
  | 'admin'
  | 'volunteer'
  | 'otherVolunteer'
  | 'owner'
  | 'requester'
  | 'neighbour'
  | 'strangerSecretary'
  | 'strangerWorker'
  | 'strangerVolunteer'
  | 'strangerResident'
  | 'anonymous';

interface Sight {
  by: readonly Reader[];
  /** `method path` of the operations whose answers may hold it. */
  in: RegExp;
  why: string;
}
/** A token that is planted in one or more columns, and every place where it may be found again in clear. What stands in no
 *  such list may be nowhere: in no answer, file, log, message, job, key of Redis or other column. */
export interface Canary {
  token: string;
  columns: string[];
  /** Columns that hold it in clear, with the reason. */
  clear?: Record<string, string>;
  seen?: Sight[];
}

/** Those who hold wish.read in the community or above it. */
const WISH_STAFF = [
  'worker',
  'leader',
  'secretary',
  'director',
  'committee',
  'officer',
  'district',
  'auditor',
] as const;
const FUND_STAFF = ['secretary', 'director', 'committee', 'officer', 'district', 'clerk', 'auditor'] as const;
const SPEND_STAFF = [...FUND_STAFF, 'worker', 'leader'] as const;
const VISITORS = ['worker', 'leader', 'secretary', 'director'] as const;
const REGISTRARS = ['secretary', 'officer', 'district', 'admin'] as const;

const CONTACT = 'post /api/v1/wishes/{wishId}/contact-views';
/** An exact operation. */
const op = (...names: string[]): RegExp =>
  new RegExp(`^(?:${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})$`);

const contact = (more: Reader[] = []): Sight => ({
  by: [...VISITORS, 'volunteer', ...more],
  in: op(CONTACT),
  why: 'shown to the staff at the door and to the claimer, and recorded',
});
const WISH = op('get /api/v1/wishes/{wishId}');
const wishFor = (...by: Reader[]): Sight => ({ by, in: WISH, why: 'the staff of the wish, and the person' });
const questionsFor = (...by: Reader[]): Sight => ({
  by,
  in: op('get /api/v1/wishes/{wishId}/questions'),
  why: 'the asker, and the staff of the wish',
});
const ownFile = (...by: Reader[]): Sight => ({
  by,
  in: op('get /api/v1/me/data.json', 'get /api/v1/me', 'get /api/v1/session'),
  why: 'what is kept of oneself',
});
const TIMELINE: Sight = {
  by: [...WISH_STAFF, 'volunteer', 'otherVolunteer', 'owner', 'requester', 'admin'],
  in: op('get /api/v1/wishes/{wishId}/events', 'get /api/v1/audit/events'),
  why: 'why something was sent back or given up stands on the timeline of the wish',
};
const SPEND: Sight = {
  by: SPEND_STAFF,
  in: op('get /api/v1/spend-requests/{spendRequestId}', 'get /api/v1/spend-requests'),
  why: 'those who sign, pay or supervise read the whole request',
};
const LOOKS: Sight = {
  by: [...WISH_STAFF, 'owner'],
  in: op('get /api/v1/wishes/{wishId}/contact-views'),
  why: 'the person, and who answers for the wish, read who looked and why',
};
const AUDIT: Sight = {
  by: ['auditor', 'district', 'admin'],
  in: op('get /api/v1/audit/data-views', 'get /api/v1/audit/events'),
  why: 'they check who looked, and why',
};
/** The words of a wish as they were told: the reviewers and the person read them as they are. */
const wordsOf = (person: Reader): Sight => ({
  by: [...WISH_STAFF, person],
  in: WISH,
  why: 'the public text is reviewed against what was told',
});
const LOOK_UP: Sight = {
  by: VISITORS,
  in: op('post /api/v1/residents/lookup'),
  why: 'a grid worker at the door need not ask again what is known; each look-up is recorded',
};
const OWN_TIMELINE: Sight = {
  by: ['owner'],
  in: op('get /api/v1/wishes/{wishId}/events'),
  why: 'the own name',
};
const WORK_QUEUE = /^get \/api\/v1\/work-queue$/;
const HELPERS: Sight = {
  by: [...WISH_STAFF, 'admin'],
  in: /^get \/api\/v1\/(?:match-plans|wishes\/\{wishId\}\/(?:rescue|service-entries)|audit|volunteer-groups|work-queue)/,
  why: 'staff find helpers, and see who helped',
};
const REASON_OF_EVENT = { 'event.data': 'a reason is part of what happened; whom it names is masked' };
const SPEND_TEXTS = { 'spend_version.body': 'every version of a request is kept as it was signed' };

export const CANARIES = {
  residentName: {
    token: '亓官慕雪',
    columns: ['beneficiary.name'],
    seen: [contact(), wordsOf('owner'), LOOK_UP, OWN_TIMELINE],
  },
  residentPhone: {
    token: '15973164208',
    columns: ['beneficiary.phone'],
    seen: [contact(), wordsOf('owner'), LOOK_UP, ownFile('owner')],
  },
  residentAddress: {
    token: '景云里三巷廿七号',
    columns: ['beneficiary.address'],
    seen: [contact(), wordsOf('owner'), LOOK_UP],
  },
  residentHardship: {
    token: '尘肺三期低保户',
    columns: ['beneficiary.hardship'],
    seen: [wishFor(...WISH_STAFF, 'owner'), LOOK_UP],
  },
  needOfResident: {
    token: '床头那台zorvath',
    columns: ['wish.need'],
    clear: { 'wish.public_text': 'the words are a proposal for the public text until it is reviewed' },
    seen: [
      wishFor(...WISH_STAFF, 'owner'),
      { by: WISH_STAFF, in: op('get /api/v1/wishes', 'post /api/v1/wishes'), why: 'staff review it' },
      { by: ['owner'], in: op('get /api/v1/me/wishes', 'get /api/v1/me/data.json'), why: 'the own wish' },
    ],
  },
  needOfRequester: {
    token: '窗台边的quillan',
    columns: ['wish.need'],
    clear: { 'wish.public_text': 'as above' },
    seen: [
      {
        by: ['worker', 'secretary'],
        in: op('post /api/v1/wishes/duplicates', 'post /api/v1/wishes'),
        why: 'staff compare a wish with those of their community, within limits and on record',
      },
      { by: WISH_STAFF, in: WORK_QUEUE, why: 'what waits for review, masked' },
      {
        by: ['secretary'],
        in: /^get \/api\/v1\/exports\/\{exportId\}\/file/,
        why: 'the list of wishes for their staff',
      },
      wishFor(...WISH_STAFF, 'requester'),
      { by: WISH_STAFF, in: op('get /api/v1/wishes', 'post /api/v1/wishes'), why: 'staff review it' },
      { by: ['requester'], in: op('get /api/v1/me/wishes', 'get /api/v1/me/data.json'), why: 'the own wish' },
    ],
  },
  proxyName: { token: '濮阳照棠', columns: ['wish.proxy'] },
  proxyPhone: { token: '13671904825', columns: ['wish.proxy'] },
  requesterName: {
    token: '宗政听澜',
    columns: ['person.name', 'beneficiary.name'],
    seen: [ownFile('requester'), contact(), peopleList(), wordsOf('requester')],
  },
  requesterPhone: {
    token: '18926357140',
    columns: ['person.phone', 'beneficiary.phone'],
    seen: [ownFile('requester'), contact()],
  },
  volunteerName: {
    token: '公冶望舒',
    columns: ['person.name'],
    seen: [
      ownFile('volunteer'),
      peopleList(),
      wishFor(...WISH_STAFF, 'owner', 'volunteer'),
      questionsFor(...WISH_STAFF),
      LOOKS,
      {
        by: ['volunteer'],
        in: op('get /api/v1/me/service-certificate.pdf'),
        why: 'the own certificate',
      },
      HELPERS,
    ],
  },
  volunteerPhone: { token: '13360418297', columns: ['person.phone'], seen: [ownFile('volunteer')] },
  volunteerEmail: {
    token: 'qiu.zhenxk@canary.example',
    columns: ['contact_point.address'],
  },
  licenceNumber: {
    token: '粤电T4406198807',
    columns: ['volunteer_licence.number'],
    seen: [ownFile('volunteer')],
  },
  password: { token: 'Vermilion-canary-4417', columns: [] },
  webhookAddress: { token: 'hook-path-wexqal', columns: ['unit_hook.address'] },
  webhookSecret: { token: 'hook-secret-drathmo', columns: ['unit_hook.address'] },
  channelSecret: { token: 'smtp-secret-kelvoth', columns: ['channel_setting.settings'] },
  reasonOfReturn: {
    token: '尺寸写清楚rtnquill',
    columns: ['event.data'],
    clear: REASON_OF_EVENT,
    seen: [TIMELINE],
  },
  reasonOfLook: {
    token: '约今晚七点送药cvwlent',
    columns: ['personal_data_view.reason'],
    clear: { 'personal_data_view.reason': 'kept in clear for those who check; whom it names is masked' },
    seen: [LOOKS, AUDIT, ownFile('owner')],
  },
  reasonOfRelease: {
    token: '要陪家人住院relbrunt',
    columns: ['claim.end_reason'],
    clear: { 'claim.end_reason': 'why a claim ended', ...REASON_OF_EVENT },
  },
  reasonOfDelegation: {
    token: '住院手术dlgmorvi',
    columns: ['delegation.reason'],
    clear: { 'delegation.reason': 'why somebody signs for another', ...REASON_OF_EVENT },
    seen: [
      {
        by: ['secretary', 'director', 'officer', 'district', 'admin', 'auditor', 'volunteer'],
        in: /^get \/api\/v1\/(?:delegations|audit\/events|me\/data)/,
        why: 'people who may delegate a role, and the two people concerned',
      },
    ],
  },
  done: {
    token: '扶她坐起试过fulmarn',
    columns: ['fulfilment.what'],
    seen: [wishFor(...WISH_STAFF, 'owner'), ownFile('volunteer')],
  },
  question: {
    token: '要自带水平尺qstorvel',
    columns: ['wish_question.question'],
    seen: [questionsFor(...WISH_STAFF, 'volunteer'), ownFile('volunteer')],
  },
  answerToQuestion: {
    token: '带冲击钻即可answolp',
    columns: ['wish_question.answer'],
    seen: [questionsFor(...WISH_STAFF, 'volunteer'), ownFile('volunteer')],
  },
  evidence: {
    token: '小票尾号evkrone',
    columns: ['fulfilment.evidence'],
    seen: [wishFor(...WISH_STAFF, 'owner'), ownFile('volunteer')],
  },
  comment: {
    token: '小伙子很耐心cmtoval',
    columns: ['confirmation.comment'],
  },
  reasonOfService: {
    token: '多记半小时svcpleth',
    columns: ['service_entry.reason'],
    clear: { 'service_entry.reason': 'why hours were taken back', ...REASON_OF_EVENT },
    seen: [
      ownFile('volunteer'),
      {
        by: ['volunteer', 'secretary', 'officer', 'auditor', 'district', 'admin', ...WISH_STAFF],
        in: /service|audit\/events|wishes\/\{wishId\}\/events/,
        why: 'the volunteer and who took them back',
      },
    ],
  },
  purpose: {
    token: '助行器一台prpzeal',
    columns: ['spend_request.purpose'],
    clear: { 'spend_request.purpose': 'public: what money is for; whom it names is masked', ...SPEND_TEXTS },
    seen: [
      SPEND,
      {
        by: [...SPEND_STAFF, ...everybody()],
        in: /^get \/api\/v1\/(?:public\/|exports\/|units\/\{unitId\}\/(?:fund|bank)|work-queue)/,
        why: 'what money is for is public',
      },
    ],
  },
  keptPassage: {
    token: '尿毒症',
    columns: ['kept_passage.passage'],
    clear: { 'wish.public_text': 'the reviewer let it stand, with a reason' },
    seen: [
      { by: everybody(), in: /^(?:get|post) \/api\/v1\//, why: 'the reviewer decided that the public may read it' },
    ],
  },
  keptReason: {
    token: '本人希望写明qirvane',
    columns: ['kept_passage.reason'],
    clear: { 'kept_passage.reason': 'why a passage may stand; whom it names is masked', ...REASON_OF_EVENT },
    seen: [wishFor(...WISH_STAFF), AUDIT],
  },
  phoneInPurpose: {
    token: '13907571266',
    columns: ['spend_request.purpose'],
    clear: { 'spend_request.purpose': 'written before purposes were checked' },
    seen: [
      SPEND,
      {
        by: FUND_STAFF,
        in: /^get \/api\/v1\/units\/\{unitId\}\/(?:fund|bank)/,
        why: 'as it was signed, for those who answer for the fund; masked wherever it leaves the platform',
      },
    ],
  },
  payee: {
    token: '独孤明远',
    columns: ['payee.sealed_name'],
    seen: [
      {
        by: [...FUND_STAFF, 'worker'],
        in: /^(?:get|post) \/api\/v1\/(?:spend-|payees|units\/\{unitId\}\/(?:fund|bank))/,
        why: 'a private payee: those who answer for the fund, and the asker, read the whole name; outside it is 个人',
      },
    ],
  },
  accountHolder: { token: '长孙无期', columns: ['spend_request.payee_account'], seen: [payer()] },
  accountNumber: { token: '6217003320098471265', columns: ['spend_request.payee_account'], seen: [payer()] },
  payeeRelation: {
    token: '与社区书记系姻亲relxaun',
    columns: ['spend_request.payee_relation'],
    clear: { 'spend_request.payee_relation': 'a conflict of interest is declared', ...SPEND_TEXTS },
    seen: [SPEND],
  },
  justification: {
    token: '老人摔过两次jusdrem',
    columns: ['spend_request.justification'],
    clear: { 'spend_request.justification': 'why it must be', ...SPEND_TEXTS },
    seen: [SPEND],
  },
  item: {
    token: '定制扶手itmvask',
    columns: ['spend_request.items'],
    clear: { 'spend_request.items': 'what is bought', ...SPEND_TEXTS },
    seen: [SPEND],
  },
  supplier: {
    token: '比价商户quovern',
    columns: ['spend_request.quotes'],
    clear: { 'spend_request.quotes': 'who offered it for how much', ...SPEND_TEXTS },
    seen: [SPEND],
  },
  reasonOfSpend: {
    token: '请补发票照片spnlork',
    columns: ['spend_request.reason'],
    clear: { 'spend_request.reason': 'why it came back', ...REASON_OF_EVENT },
    seen: [SPEND, TIMELINE, AUDIT],
  },
  received: {
    token: '当面试过rcvtamb',
    columns: ['spend_acceptance.received'],
    clear: { 'spend_acceptance.received': 'what was received' },
    seen: [SPEND],
  },
  reasonOfAccount: {
    token: '核对开户行accwilt',
    columns: ['personal_data_view.reason'],
    clear: { 'personal_data_view.reason': 'as above' },
    seen: [AUDIT],
  },
  objection: {
    token: '隔壁也要同一台objwyn',
    columns: ['spend_objection.text'],
    seen: [SPEND, ownFile('neighbour')],
  },
  answer: {
    token: '已上门核对ansqort',
    columns: ['spend_objection.answer'],
    clear: { 'spend_objection.answer': 'the committee answers in public' },
    seen: [SPEND, ownFile('neighbour'), { by: everybody(), in: /^get \/api\/v1\/public\/notices$/, why: 'public' }],
  },
  reasonOfPause: {
    token: '先查三家报价pauvelm',
    columns: ['spend_pause.reason'],
    clear: { 'spend_pause.reason': 'why it rests', ...REASON_OF_EVENT },
    seen: [SPEND, TIMELINE, AUDIT],
  },
  reasonOfLift: {
    token: '报价已核lifgorse',
    columns: ['spend_pause.lift_reason'],
    clear: { 'spend_pause.lift_reason': 'why it goes on', ...REASON_OF_EVENT },
    seen: [SPEND, TIMELINE, AUDIT],
  },
  reasonOfReversal: {
    token: '金额录错一位revspald',
    columns: ['fund_reversal.reason'],
    clear: { 'fund_reversal.reason': 'why a payment is undone', ...REASON_OF_EVENT },
    seen: [SPEND, TIMELINE, AUDIT],
  },
  reasonOfRefund: {
    token: '商家退差价rfdcrane',
    columns: ['fund_refund.reason'],
    clear: { 'fund_refund.reason': 'why money came back', ...REASON_OF_EVENT },
    seen: [SPEND, TIMELINE, AUDIT],
  },
  giver: {
    token: '荆棘鸟商会gvrtuli',
    columns: ['fund_income.giver'],
    clear: { 'fund_income.giver': 'the organisation that gave' },
    seen: [
      { by: FUND_STAFF, in: /^get \/api\/v1\/units\/\{unitId\}\/(?:fund|bank)/, why: 'the book says who gave' },
      { by: everybody(), in: /^get \/api\/v1\/public\//, why: 'organisations that gave are thanked in public' },
    ],
  },
  rosterName: {
    token: '司空见月',
    columns: ['roster_file.body', 'roster_row.cells', 'person.name'],
    seen: [peopleList(), HELPERS],
  },
  rosterPhone: { token: '13572946180', columns: ['roster_file.body', 'roster_row.cells', 'person.phone'] },
  staffName: {
    token: '濮阳听澜',
    columns: ['staff_import_file.body', 'staff_import_row.cells', 'person.name'],
    seen: [peopleList(), HELPERS],
  },
  staffPhone: {
    token: '13572946193',
    columns: ['staff_import_file.body', 'staff_import_row.cells', 'person.phone'],
  },
  unitAbove: {
    token: '宰父听松屋企',
    columns: ['unit_import_file.body', 'unit_import_row.cells'],
    seen: [{ by: ['admin'], in: /^get \/api\/v1\/unit-imports/, why: 'a row in doubt is shown as it was typed' }],
  },
  columnNobodyNeeds: { token: '单于问渠留言', columns: ['staff_import_file.body', 'unit_import_file.body'] },
  unknownHeading: {
    token: '钟离观星册',
    columns: ['roster.headings', 'staff_import.headings', 'unit_import.headings', 'wish_import.headings'],
    seen: [
      {
        by: everybody(),
        in: /^get \/api\/v1\/(?:volunteer-rosters|staff-imports|unit-imports|wish-imports)/,
        why: 'the office that sent a file explains its headings',
      },
    ],
  },
  importName: { token: '呼延静好', columns: ['wish_import_file.body', 'wish_import_row.cells', 'beneficiary.name'] },
  importPhone: {
    token: '15284173690',
    columns: ['wish_import_file.body', 'wish_import_row.cells', 'beneficiary.phone'],
  },
  importAddress: {
    token: '榴花塘七队',
    columns: ['wish_import_row.cells', 'beneficiary.address'],
    seen: [{ by: VISITORS, in: WORK_QUEUE, why: 'the group or building, for the way to the door' }],
  },
  counterparty: { token: '钟离若水', columns: ['bank_line.told'], seen: [bank()] },
  counterpartyAccount: { token: '6228480402564890018', columns: ['bank_line.told'] },
  reasonOfAside: {
    token: '与专项经费无关asdpryn',
    columns: ['bank_line.aside_reason'],
    clear: { 'bank_line.aside_reason': 'why a movement matches nothing', ...REASON_OF_EVENT },
    seen: [bank(), AUDIT],
  },
  reasonOfRetraction: {
    token: '传错了账户rtrvole',
    columns: ['bank_retraction.reason'],
    clear: { 'bank_retraction.reason': 'why a statement is retracted; whom it names is masked' },
    seen: [bank()],
  },
  reasonOfBreak: {
    token: '网银从这里重新开始brkswan',
    columns: ['bank_break.reason'],
    clear: { 'bank_break.reason': 'why nothing is missing; whom it names is masked' },
    seen: [bank()],
  },
  reasonOfRefusal: {
    token: '请本人到场drqvane',
    columns: ['data_request.reason'],
    clear: { 'data_request.reason': 'the person reads the reason; names in it are masked', ...REASON_OF_EVENT },
    seen: [
      {
        by: ['worker', 'leader', 'secretary', 'director', 'officer', 'auditor'],
        in: /^get \/api\/v1\/data-requests/,
        why: 'those who answer such requests, and who checks them',
      },
      TIMELINE,
      AUDIT,
    ],
  },
  purposeOfExport: {
    token: '季度检查用expvold',
    columns: ['export_request.purpose'],
    clear: { 'export_request.purpose': 'marked in the file', ...REASON_OF_EVENT },
    seen: [
      { by: ['secretary', ...FUND_STAFF], in: /^(?:get|post) \/api\/v1\/exports/, why: 'the person who asked' },
      AUDIT,
    ],
  },
} satisfies Record<string, Canary>;

function peopleList(): Sight {
  return {
    by: [...REGISTRARS, 'auditor'],
    in: /^(?:get|post) \/api\/v1\/(?:people|delegations|volunteer-groups|audit)/,
    why: 'the register of the people who hold a role',
  };
}
function payer(): Sight {
  return {
    by: ['clerk'],
    in: op('post /api/v1/spend-requests/{spendRequestId}/payee-account-views'),
    why: 'the payer, recorded',
  };
}
function bank(): Sight {
  return { by: FUND_STAFF, in: /^get \/api\/v1\/units\/\{unitId\}\/bank/, why: 'those who read the bank’s movements' };
}
function everybody(): readonly Reader[] {
  return [
    ...WISH_STAFF,
    'clerk',
    'admin',
    'volunteer',
    'otherVolunteer',
    'owner',
    'requester',
    'neighbour',
    'strangerSecretary',
    'strangerWorker',
    'strangerVolunteer',
    'strangerResident',
    'anonymous',
  ];
}

/** Columns of people that are sealed: they are filled during the life, and hold no token in clear. */
export const SEALED_COLUMNS = [
  'bank_line.told',
  'beneficiary.address',
  'beneficiary.hardship',
  'beneficiary.name',
  'beneficiary.phone',
  'channel_setting.settings',
  'confirmation.comment',
  'contact_point.address',
  'fulfilment.evidence',
  'fulfilment.what',
  'kept_passage.passage',
  'payee.sealed_name',
  'person.name',
  'person.phone',
  'roster.headings',
  'roster_file.body',
  'roster_row.cells',
  'second_factor.pending',
  'second_factor.secret',
  'spend_objection.text',
  'spend_request.payee_account',
  'staff_import.headings',
  'staff_import_file.body',
  'staff_import_row.cells',
  'unit_hook.address',
  'unit_import.headings',
  'unit_import_file.body',
  'unit_import_row.cells',
  'volunteer_licence.number',
  'wish.need',
  'wish.proxy',
  'wish_question.answer',
  'wish_question.question',
  'wish_import.headings',
  'wish_import_file.body',
  'wish_import_row.cells',
];

/** Columns with what people wrote or are, in clear; each has a token above or is named here with the reason why not. */
export const CLEAR_COLUMNS = [
  'bank_break.reason',
  'bank_line.aside_reason',
  'bank_retraction.reason',
  'claim.end_reason',
  'data_request.reason',
  'delegation.reason',
  'event.data',
  'export_request.purpose',
  'fund_income.giver',
  'fund_refund.reason',
  'fund_reversal.reason',
  'personal_data_view.reason',
  'service_entry.reason',
  'spend_acceptance.received',
  'spend_objection.answer',
  'spend_pause.lift_reason',
  'spend_pause.reason',
  'spend_request.items',
  'spend_request.justification',
  'spend_request.payee_relation',
  'spend_request.purpose',
  'spend_request.quotes',
  'spend_request.reason',
  'spend_version.body',
  'kept_passage.reason',
  'wish.public_text',
];

/** Columns that no person's data may get into, by what they are. All are scanned like the others. */
export const HARMLESS_COLUMNS: Record<string, string[]> = {
  'codes, kinds and figures': [
    'kept_passage.kind',
    'payee.credit_code',
    'wish_import.problem_details',
    'account_erasure.refused_for',
    'retention_count.period',
    'delivery.cause',
    'delivery.class',
    'delivery.reference',
    'data_key.purpose',
    'event.name',
    'export_request.kind',
    'fund_month.kind',
    'fund_month.month',
    'fund_payment.act',
    'fund_reversal.act',
    'fund_transfer.op_key',
    'job.kind',
    'key_rotation.part',
    'key_rotation.purpose',
    'notification.kind',
    'personal_data_view.fields',
    'policy.name',
    'role_grant.role',
    'service_entry.category',
    'spend_acceptance.act',
    'spend_participation.act',
    'spend_objection.act',
    'spend_request.category',
    'spend_request.next_role',
    'spend_request.notice',
    'spend_request.notice_left',
    'spend_request.order_act',
    'spend_request.signers',
    'spend_signature.act',
    'spend_pause.paused_as',
    'spend_signature.role',
    'unit.code',
    'unit.kind',
    'unit.name',
    'volunteer.disliked',
    'volunteer.languages',
    'volunteer.liked',
    'volunteer.skills',
    'volunteer.windows',
    'volunteer_licence.kind',
    'wish.category',
    'wish.language',
    'wish.licence',
    'wish.skill',
    'wish.transferred_to',
    'wish.windows',
    'roster.problem',
    'roster.problem_details',
    'wish_import.problem',
    'wish_import_row.doubts',
    'wish_import_row.same_as',
    'form_heading.field',
    'form_heading.form',
    'roster_row.doubts',
    'roster_row.same_as',
    'staff_import_row.same_as',
    'unit_import_row.same_as',
    'staff_import.problem',
    'staff_import.problem_details',
    'staff_import_row.doubts',
    'unit_import.problem',
    'unit_import.problem_details',
    'unit_import_row.doubts',
    'unit_import_change.kind_before',
    'unit_import_change.kind_after',
    'unit_import_change.name_before',
    'unit_import_change.name_after',
    'schema_migration.name',
  ],
  'paths of units': [
    'bank_line.unit_path',
    'payee.unit_path',
    'bank_statement.unit_path',
    'data_request.unit_path',
    'export_request.unit_path',
    'fund_income.unit_path',
    'match_plan.unit_path',
    'form_heading.unit_path',
    'roster.unit_path',
    'service_entry.unit_path',
    'spend_request.unit_path',
    'staff_import.unit_path',
    'unit_import.unit_path',
    'unit.path',
    'unit_hook.unit_path',
    'volunteer_group.unit_path',
    'wish.unit_path',
    'wish_import.unit_path',
  ],
  'numbers of papers': [
    'fund_income.reference',
    'fund_payment.invoice_no',
    'fund_payment.voucher_no',
    'fund_refund.voucher_no',
    'notification.wish_code',
    'service_entry.wish_code',
    'spend_request.contract_no',
    'wish.code',
  ],
  'names of organisations, groups, files and tables, and labels that hide the rest': [
    'bank_statement.file_name',
    'payee.name',
    'spend_request.payee',
    'contact_point.label',
    'form_heading.heading',
    'roster.file_name',
    'bank_break.sheet',
    'roster_row.sheet',
    'staff_import.file_name',
    'staff_import_row.sheet',
    'unit_import.file_name',
    'unit_import_row.sheet',
    'session.device',
    'unit_hook.label',
    'volunteer_group.name',
    'wish_import.file_name',
    'wish_import_row.sheet',
  ],
  'ids, computed figures and settings': [
    'delivery.sample',
    'feed_view.wish_ids',
    'fund_plan.plan_lines',
    'match_plan.policy',
    'need_radar.clusters',
    'notification_preference.body',
    'plan_pair.components',
    'plan_wish.candidates',
    'plan_wish.blocked',
    'policy.body',
    'spend_policy_draft.body',
    'fund_head.body',
    'key_rotation.reached',
    'fund_head.public_key',
  ],
  'what is kept for a repetition, and secrets that are hashed': [
    'data_key.public_key',
    'data_key.secret',
    'subject_key.secret',
    'idempotency_key.ikey',
    'idempotency_key.problem',
    'idempotency_key.response',
    'job.last_error',
    'person.password_hash',
  ],
};
