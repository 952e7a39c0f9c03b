import { problem } from '#libs/platform';

export const WishNotFound = problem('WISH_NOT_FOUND', 404, {
  zh: '没有这个心愿，或不在您的范围内。',
  en: 'There is no such wish, or it is outside your scope.',
});
export const WishState = problem('WISH_STATE', 409, {
  zh: '心愿现在的状态是“{state}”，不能这样操作。请刷新后再看。',
  en: 'The wish is {state} and cannot take this step. Reload and check.',
});
export const WishNotOpen = problem('WISH_NOT_OPEN', 409, {
  zh: '慢了一步：这个心愿现在是“{state}”，名额已满。看看其他心愿吧。',
  en: 'Somebody else was faster: the wish is {state} and has no free place. Please see the other wishes.',
});
export const ClaimNotAllowed = problem('CLAIM_NOT_ALLOWED', 409, {
  zh: '暂时不能认领这个心愿，原因见下。',
  en: 'You cannot claim this wish at present, for the reasons listed.',
});
export const ClaimNotFound = problem('CLAIM_NOT_FOUND', 404, {
  zh: '没有这个认领，或不在您的范围内。',
  en: 'There is no such claim, or it is outside your scope.',
});
export const ClaimEnded = problem('CLAIM_STATE', 409, {
  zh: '这个认领现在是“{state}”，不能这样操作。',
  en: 'The claim is {state} and cannot take this step.',
});
export const AlreadyExtended = problem('CLAIM_EXTENDED', 409, {
  zh: '这个认领已经延期过一次，不能再延。如做不了，请归还。',
  en: 'This claim was already extended once. If you cannot do it, please release it.',
});
export const Danger = problem('DANGER', 422, {
  zh: '这像是紧急情况，请立即拨打 {call}，不要等待心愿流程。',
  en: 'This sounds like an emergency: call {call} now instead of filling in a form.',
});
export const ConsentMissing = problem('CONSENT_MISSING', 422, {
  zh: '须先征得本人同意；未满 14 岁须监护人同意。',
  en: 'Consent is required first; for a child under 14 the guardian must consent.',
});
export const SamePerson = problem('SAME_PERSON', 403, {
  zh: '这一步须由另一个人办理：{rule}。',
  en: 'This step must be done by another person: {rule}.',
});
export const PreviewNotAccepted = problem('PREVIEW_NOT_ACCEPTED', 422, {
  zh: '公开内容里可能有个人信息（{found}），请修改后再发布。',
  en: 'The public text may contain personal data ({found}). Change it before publishing.',
});
export const PolicyUnchecked = problem('POLICY_UNCHECKED', 422, {
  zh: '请先核对现有救助政策能否解决；能解决的请转办，不能解决的再发布为微心愿。',
  en: 'First check whether a welfare policy covers the need. If it does, transfer the wish instead.',
});
export const MergeTarget = problem('MERGE_TARGET', 422, {
  zh: '要合并到的心愿必须是同一社区里仍在办理的另一个心愿。',
  en: 'The target must be another wish of the same community that is still being handled.',
});
export const ReopenTooLate = problem('REOPEN_TOO_LATE', 409, {
  zh: '办结已超过 30 天，请重新提出心愿。',
  en: 'The wish was closed more than 30 days ago. Please submit a new wish.',
});
export const VolunteerUnsuitable = problem('NO_FREE_VOLUNTEER', 422, {
  zh: '要改派的志愿者不在本单位范围，或已达认领上限。',
  en: 'The volunteer is outside this unit, or has reached the maximum number of claims.',
});
export const WishErased = problem('WISH_ERASED', 409, {
  zh: '这个心愿的个人信息已删除，不能再办理；如仍有需要，请重新提出心愿。',
  en: 'The personal data of this wish was erased, so it cannot be handled further. If the need remains, please submit a new wish.',
});
export const DataRequestNotFound = problem('DATA_REQUEST_NOT_FOUND', 404, {
  zh: '没有这项个人信息请求，或不在您的范围内。',
  en: 'There is no such request about personal data, or it is outside your scope.',
});
export const DataRequestState = problem('DATA_REQUEST_STATE', 409, {
  zh: '这项请求现在的状态是“{state}”，不能这样操作。',
  en: 'The request is {state} and cannot take this step.',
});
export const ErasurePending = problem('ERASURE_PENDING', 409, {
  zh: '此人已有一项删除请求正在办理。',
  en: 'A request to erase this person is already under way.',
});
export const OtherPersonNeeded = problem('OTHER_PERSON_NEEDED', 403, {
  zh: '这一步须由前一位经办人以外的另一个人办理。',
  en: 'This step must be taken by another person than the one who acted on this request before.',
});
export const DataRequestNotIndependent = problem('DATA_REQUEST_NOT_INDEPENDENT', 403, {
  zh: '这一步须由与前一位经办人互不关联的另一个人办理：近期由对方登记、授予角色或重置过账号的，不算另一个人。',
  en: 'This step must be taken by a person independent of the one who acted before. People are not independent if one of them recently registered or recovered the other, or gave the other a role.',
});
export const OpenerWithdraws = problem('OPENER_WITHDRAWS', 403, {
  zh: '待答复的请求由登记人撤回；其他人可以写明理由，答复“不同意”。',
  en: 'Before the answer, only the person who opened the request can withdraw it. Others may refuse it with a reason.',
});
export const PersonKnown = problem('PERSON_KNOWN', 409, {
  zh: '本社区已有姓名和电话相同的人，请核对；如确为同一人，请在其心愿上办理。',
  en: 'The community already has a person with this name and telephone. Please check. If it is the same person, use one of their wishes.',
});
export const ContactClosed = problem('CONTACT_CLOSED', 403, {
  zh: '联系方式只在认领期间提供给认领人。',
  en: 'Contact details are shown to the claimer only while the claim lasts.',
});
export const QuestionNotFound = problem('QUESTION_NOT_FOUND', 404, {
  zh: '没有这个提问，或不在您的范围内。',
  en: 'There is no such question, or it is outside your scope.',
});
export const QuestionState = problem('QUESTION_STATE', 409, {
  zh: '这个提问现在的状态是“{state}”，不能这样操作。',
  en: 'The question is {state} now and cannot take this step.',
});
export const QuestionPending = problem('QUESTION_PENDING', 409, {
  zh: '您对这个心愿已有一个提问在等答复，请先等答复或收回。',
  en: 'A question of yours about this wish waits for an answer; wait for it, or withdraw it.',
});
export const QuestionLimit = problem('QUESTION_LIMIT', 409, {
  zh: '对一个心愿最多提问 {most} 次。',
  en: 'You can ask at most {most} questions about a wish.',
});
export const QuestionPersonalData = problem('QUESTION_PERSONAL_DATA', 422, {
  zh: '内容里可能有个人信息（{found}），请去掉后再发。',
  en: 'The text may hold personal data ({found}); remove it and send again.',
});
export const OwnQuestion = problem('OWN_QUESTION', 403, {
  zh: '自己的提问须由另一个人答复。',
  en: 'Your own question must be answered by another person.',
});
