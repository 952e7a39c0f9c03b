import { ApiRefusal, answer, type ApiClient, type Schemas } from '#libs/api-client';

type Keep = Schemas['KeepBody'];

const CHECKED = '已核对，不指向具体的人';

/** Publishes a wish as a careful secretary does. Certain personal data is removed from the text. Doubtful passages are kept
 *  with a reason if the rules allow it, otherwise removed. */
export async function publishWish(
  api: ApiClient,
  wishId: string,
  body: Omit<Schemas['PublishBody'], 'keeps'>,
): Promise<void> {
  const params = { path: { wishId } };
  const send = (publicText: string, keeps: Keep[]): Promise<unknown> =>
    answer(api.POST('/api/v1/wishes/{wishId}/publication', { params, body: { ...body, publicText, keeps } }));
  const check = (text: string) => answer(api.POST('/api/v1/wishes/{wishId}/text-check', { params, body: { text } }));
  await send(body.publicText, []).catch(async (error: unknown) => {
    if (!(error instanceof ApiRefusal && error.problem.code === 'PREVIEW_NOT_ACCEPTED')) throw error;
    const { suggestion } = await check(body.publicText);
    const { findings } = await check(suggestion);
    const passagesOf = (mayKeep: boolean): string[] =>
      findings.filter((finding) => finding.mayKeep === mayKeep).map(({ start, end }) => suggestion.slice(start, end));
    const publicText = passagesOf(false).reduce((text, passage) => text.replaceAll(passage, '***'), suggestion);
    return send(
      publicText,
      [...new Set(passagesOf(true))].map((passage) => ({ passage, reason: CHECKED })),
    );
  });
}

/** Requests money for a wish and gives a reason for every passage of the form that may be personal data. */
export async function askForMoney(api: ApiClient, wishId: string, form: Schemas['SpendFormBody']): Promise<string> {
  const { findings } = await answer(api.POST('/api/v1/spend-assessments', { body: { ...form, wishId } }));
  const textOf = ({ field, at }: (typeof findings)[number]): string =>
    field === 'purpose' ? form.purpose : field === 'payee' ? (form.payee.name ?? '') : (form.items[at]?.name ?? '');
  const keeps = findings.map((finding) => ({
    passage: textOf(finding).slice(finding.start, finding.end),
    reason: CHECKED,
  }));
  const { id } = await answer(
    api.POST('/api/v1/wishes/{wishId}/spend-requests', { params: { path: { wishId } }, body: { ...form, keeps } }),
  );
  return id;
}
