import { PDFDocument } from '@cantoo/pdf-lib';
import { answer, type ApiClient, type Schemas } from '#libs/api-client';
import { sendFile } from './send-file.js';

interface Somebody {
  api: ApiClient;
  unitId: string;
}

const NEED = '老楼三个单元的楼梯没有扶手，夜里灯也不亮，老人上下楼怕摔';
const PAYEE = '大沥安居工程队';
export const WORKS_FEN = 4_800_000;

/** A wish that takes works for ¥48,000, and the request for them, with three quotes and the minutes of the meeting.
 *  Returns the request. */
export async function askForWorks({ worker, secretary }: Record<'worker' | 'secretary', Somebody>): Promise<string> {
  const { id: wishId } = await answer(
    worker.api.POST('/api/v1/wishes', {
      body: {
        unitId: worker.unitId,
        need: NEED,
        kind: 'service',
        category: 'home_safety',
        estimatedFen: WORKS_FEN,
        peopleHelped: 21,
        beneficiary: { name: '三单元楼长', phone: '15910009921' },
        consent: { kind: 'spoken', byGuardian: false },
      },
    }),
  );
  const params = { path: { wishId } };
  await answer(worker.api.POST('/api/v1/wishes/{wishId}/verification', { params }));
  await answer(
    secretary.api.POST('/api/v1/wishes/{wishId}/publication', {
      params,
      body: { publicText: NEED, category: 'home_safety', costClass: 'fund', isPolicyChecked: true, helpersNeeded: 1 },
    }),
  );
  const form = await worksForm(worker.api);
  return (await answer(worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', { params, body: form }))).id;
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
    purpose: '三个单元楼道扶手与照明改造',
    payee: PAYEE,
    items: [
      { name: '不锈钢扶手', quantity: 96, unit: '米', priceFen: 38_000 },
      { name: '声控灯及布线', quantity: 18, unit: '盏', priceFen: 64_000 },
    ],
    quotes: [
      await quote(PAYEE, WORKS_FEN),
      await quote('沥北建材装修部', 5_260_000),
      await quote('南海恒固安装公司', 5_490_000),
    ],
    minutesIds: [await sendFile(api, 'minutes', paper)],
    justification: '三个单元住着二十一位七十岁以上老人，去年摔伤两人',
    payeeAccount: { holder: PAYEE, bank: '南海农商银行大沥支行', number: '6222020000000001' },
  };
}

/** A page, drawn here: a story has no scanner. */
async function drawPaper(): Promise<Buffer> {
  const paper = await PDFDocument.create();
  paper.addPage([420, 595]).drawText('Micro-Wish: a paper of the story', { x: 48, y: 520, size: 14 });
  return Buffer.from(await paper.save());
}
