import { PDFDocument } from '@cantoo/pdf-lib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage, until } from '../support/stage.js';
import { DESK, PHONE, Watch, contextOf, launchBrowser, settled } from './browser.js';
import { openTown, type Town } from './town.js';

describe('a spend request in the browser', () => {
  let stage: Stage;
  let town: Town;
  let browser: Browser;

  beforeAll(async () => {
    stage = await Stage.open('spending');
    town = await openTown(stage);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  async function open(
    role: Exclude<keyof Town, 'url'>,
    path: string,
    viewport = DESK,
  ): Promise<{ page: Page; watch: Watch }> {
    const context = await contextOf(browser, town.url, { actor: town[role], viewport });
    const page = await context.newPage();
    // A form that lacks something, and a payment above what may be paid now, are refused on purpose.
    const watch = new Watch(page, (_, status) => status === 422);
    await page.goto(path);
    await settled(page);
    return { page, watch };
  }
  const end = async ({ page, watch }: { page: Page; watch: Watch }): Promise<void> => {
    expect(watch.faults).toEqual([]);
    await page.context().close();
  };
  async function pdf(name: string) {
    const paper = await PDFDocument.create();
    paper.addPage([420, 595]).drawText(name, { x: 48, y: 520 });
    return { name: `${name}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(await paper.save()) };
  }

  it(
    'goes from a form with three quotes to the last payment with eight people involved',
    { timeout: 120_000 },
    async () => {
      const wishId = await stage.wish({ enteredBy: town.worker.id });
      const besideId = await stage.wish({ enteredBy: town.worker.id });
      const [beside] = await stage.rows<{ code: string }>('SELECT code FROM wish WHERE id = ?', [besideId]);

      const door = await open('worker', `/g/wishes/${wishId}`, PHONE);
      await door.page.getByRole('button', { name: '申请用款' }).click();
      const form = door.page.getByRole('dialog', { name: '申请用款' });
      await form.getByRole('radio', { name: '工程' }).check();
      await form.getByLabel('用途').fill('楼道扶手与照明改造');
      await form.getByLabel('收款方', { exact: true }).fill('大沥安居工程队');
      await form.getByRole('radio', { name: '企业或机构' }).check();
      await form.getByText('同时用于其他心愿').click();
      await form.getByLabel('按内容或编号找心愿').fill(beside!.code.slice(3));
      await form.getByRole('checkbox', { name: beside!.code }).check();
      await form.getByText('还为这些心愿申请（已选 1 个）').waitFor();
      await form.getByLabel('名称').fill('扶手');
      await form.getByLabel('数量').fill('96');
      await form.getByLabel('单位').fill('米');
      await form.getByLabel('单价（元）').fill('500');
      await form.getByText('签字：社区（村）书记、社区（村）主任').waitFor();
      for (const text of [
        '公示：5 个工作日',
        '最快约 7 个工作日可以付款',
        '还需 3 家报价',
        '还需会议纪要',
        '还需写明理由',
      ])
        await form.getByText(text).waitFor();
      await form.getByRole('button', { name: '提交' }).click();
      await form.getByText('请附上会议纪要').waitFor();

      await form.getByLabel('理由').fill('二十一位老人，去年摔伤两人');
      await form.getByLabel('户名').fill('大沥安居工程队');
      await form.getByLabel('开户行').fill('南海农商银行');
      await form.getByLabel('账号').fill('6222020000001234');
      for (const [at, supplier] of ['安居工程队', '建材装修部', '恒固公司'].entries()) {
        await form.getByRole('button', { name: '加一家报价' }).click();
        await form.getByLabel('商家').nth(at).fill(supplier);
        await form
          .getByLabel('报价（元）')
          .nth(at)
          .fill(String(48_000 + at * 1_000));
      }
      await form
        .getByRole('group', { name: '会议纪要' })
        .locator('input[type=file]')
        .setInputFiles(await pdf('minutes'));
      await form.getByText('minutes.pdf').waitFor();
      await form.getByRole('button', { name: '提交' }).click();
      await door.page.getByText('已提交，等签字').first().waitFor();
      await door.page.getByRole('link', { name: '楼道扶手与照明改造' }).click();
      await door.page.waitForURL('**/g/spend/*');
      const id = door.page.url().split('/').at(-1)!;
      await end(door);

      for (const role of ['secretary', 'director'] as const) {
        const signer = await open(role, `/c/spend/${id}`);
        for (const text of [
          '¥48,000',
          '这笔钱要办的心愿（2 个）',
          '第一次付给“大沥安居工程队”',
          '南海农商银行 •••• 1234',
          '恒固公司',
        ])
          await signer.page.getByText(text).first().waitFor();
        await signer.page.getByRole('button', { name: '批准', exact: true }).click();
        await signer.page
          .getByText(role === 'secretary' ? '已签字，转下一位' : '已批准')
          .first()
          .waitFor();
        await end(signer);
      }

      const board = await open('resident', '/notices', PHONE);
      await board.page.getByText('楼道扶手与照明改造').waitFor();
      await board.page.getByRole('button', { name: '提出异议' }).click();
      const objecting = board.page.getByRole('dialog', { name: '提出异议' });
      await objecting.getByLabel('哪里不对').fill('为什么不修旧的？');
      await objecting.getByRole('button', { name: '提出异议' }).click();
      await board.page.getByText('有异议待答复，暂停计时').waitFor();
      await end(board);

      const committee = await open('committee', '/c/desk');
      await committee.page.locator(`a[href="/c/spend/${id}"]`).first().click();
      await committee.page.getByText('为什么不修旧的？').waitFor();
      await committee.page.getByRole('button', { name: '答复异议' }).click();
      const answering = committee.page.getByRole('dialog', { name: '答复异议' });
      await answering.getByLabel('答复（会公开，不写姓名）').fill('旧扶手已锈穿，照片已补充');
      await answering.getByRole('button', { name: '不成立，继续公示' }).click();
      await committee.page.getByText('旧扶手已锈穿，照片已补充').waitFor();
      await end(committee);

      await stage.db.query('UPDATE spend_request SET notice_until = UTC_TIMESTAMP(3) WHERE id = ?', [id]);
      await stage.db.query(
        `UPDATE job SET due_at = UTC_TIMESTAMP(3), gen = gen + 1, queued_at = NULL WHERE kind = 'spend.notice' AND subject_id = ?`,
        [id],
      );
      await until('the notice has ended', 20_000, async () => {
        const [row] = await stage.rows<{ status: string }>('SELECT status FROM spend_request WHERE id = ?', [id]);
        return row?.status === 'approved';
      });

      const contract = await open('secretary', `/c/spend/${id}`);
      await contract.page.getByRole('button', { name: '登记合同' }).click();
      const signing = contract.page.getByRole('dialog', { name: '登记合同' });
      await signing.getByLabel('合同编号').fill('HT-2026-001');
      await signing.getByLabel('合同金额（元）').fill('47000');
      await signing.getByLabel('质保金（元）').fill('2350');
      await signing.getByLabel('质保到期日').fill('2030-11-24');
      await signing.getByRole('button', { name: '登记合同' }).click();
      await contract.page.getByText('质保金 ¥2,350').waitFor();
      await end(contract);

      const leader = await open('leader', `/g/spend/${id}`, PHONE);
      await leader.page.getByRole('button', { name: '验收' }).click();
      const came = leader.page.getByRole('dialog', { name: '验收' });
      await came.getByLabel('验收内容').fill('扶手九十六米，已装牢');
      await came.getByRole('button', { name: '验收' }).click();
      await leader.page.getByText('已验收').first().waitFor();
      await end(leader);

      const clerk = await open('clerk', `/c/spend/${id}`);
      await clerk.page.getByRole('button', { name: '查看全号' }).click();
      await clerk.page.getByText('6222020000001234').waitFor();
      await clerk.page.getByRole('button', { name: '付款' }).click();
      const paying = clerk.page.getByRole('dialog', { name: '付款' });
      await paying.getByLabel('付款金额（元）').fill('47000');
      await paying.getByLabel('凭证号').fill('JZ-2026-000777');
      await paying.getByLabel('发票号码').fill('25442000000012345678');
      await paying.locator('input[type=file]').setInputFiles(await pdf('invoice'));
      await paying.getByText('invoice.pdf').waitFor();
      await paying.getByRole('button', { name: '付款' }).click();
      await clerk.page.getByText(/质保金要留到 2030-11-24/).waitFor();
      await paying.getByLabel('付款金额（元）').fill('44650');
      await paying.getByRole('button', { name: '付款' }).click();
      await clerk.page.getByText('JZ-2026-000777').waitFor();
      await end(clerk);

      const [row] = await stage.rows<Record<string, unknown>>(
        'SELECT status, paid_fen, released_fen FROM spend_request WHERE id = ?',
        [id],
      );
      expect(row).toEqual({ status: 'approved', paid_fen: 4_465_000, released_fen: 100_000 });
      const views = await stage.rows(`SELECT fields FROM personal_data_view WHERE subject_id = ?`, [id]);
      expect(views).toEqual([{ fields: 'payeeAccount' }]);
    },
  );
});
