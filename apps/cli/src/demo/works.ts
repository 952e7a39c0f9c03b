import { PDFDocument } from '@cantoo/pdf-lib';
import { answer, type ApiClient, type Schemas } from '#libs/api-client';
import { sendFile } from './send-file.js';

const PAYEE = '大沥安居工程队';
export const WORKS_FEN = 4_800_000;

/** Requests works of ¥48,000 on a sports ground, with three quotes and the minutes of the meeting. They also serve similar
 *  wishes of others. Returns the request's id. */
export async function askForWorks(api: ApiClient, wishId: string): Promise<string> {
  const path = { wishId };
  const { items } = await answer(
    api.GET('/api/v1/wishes/{wishId}/spend-companions', { params: { path, query: { q: '健身器材' } } }),
  );
  const body = { ...(await worksForm(api)), alsoFor: items.map(({ id }) => id) };
  return (await answer(api.POST('/api/v1/wishes/{wishId}/spend-requests', { params: { path }, body }))).id;
}

async function worksForm(api: ApiClient): Promise<Schemas['SpendFormBody']> {
  const paper = await drawPaper();
  const quote = async (supplier: string, amountFen: number) => ({
    supplier,
    amountFen,
    fileId: await sendFile(api, 'quote', paper),
  });
  return {
    kind: 'works',
    purpose: '小区健身器材更换与地面软化',
    payee: { name: PAYEE, kind: 'organisation' },
    items: [
      { name: '健身器材更换及安装', quantity: 6, unit: '套', priceFen: 560_000 },
      { name: '安全软垫地面', quantity: 72, unit: '平方米', priceFen: 20_000 },
    ],
    quotes: [
      await quote(PAYEE, WORKS_FEN),
      await quote('沥北建材装修部', 5_260_000),
      await quote('南海恒固安装公司', 5_490_000),
    ],
    minutesIds: [await sendFile(api, 'minutes', paper)],
    justification: '每天有四十多位老人和孩子使用，去年摔伤两人',
    payeeAccount: { holder: PAYEE, bank: '南海农商银行大沥支行', number: '6222020000000001' },
  };
}

/** Draws a page, because the demo has no scanner. */
async function drawPaper(): Promise<Buffer> {
  const paper = await PDFDocument.create();
  paper.addPage([420, 595]).drawText('Micro-Wish: a paper of the story', { x: 48, y: 520, size: 14 });
  return Buffer.from(await paper.save());
}
