import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '#libs/api-client';
import { parseSheets, toWorkbook } from '#libs/platform';
import { formOf, shop } from '../support/spending.js';
import { Stage, fixture, until } from '../support/stage.js';
import { importUnits } from '../support/units.js';
import { rowsOf, workbookOf } from '../support/workbooks.js';
import { DESK, PHONE, Watch, axeFindings, contextOf, launchBrowser, settled } from './browser.js';
import { openTown, type Town } from './town.js';

const WORKBOOK = {
  name: '大沥微心愿征集表.xlsx',
  mimeType: 'application/octet-stream',
  buffer: fixture('wishes-dali-420.xlsx'),
};

describe('the pages of the offices', () => {
  let stage: Stage;
  let town: Town;
  let browser: Browser;

  beforeAll(async () => {
    stage = await Stage.open('office_pages');
    town = await openTown(stage);
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  async function open(
    role: Exclude<keyof Town, 'url'>,
    path: string,
    viewport = DESK,
  ): Promise<{ page: Page; watch: Watch }> {
    const context = await contextOf(browser, town.url, { actor: town[role], viewport });
    const page = await context.newPage();
    const watch = new Watch(
      page,
      (address, status) => status === 409 || (status === 404 && address.endsWith('/confirmation')),
    );
    await page.goto(path);
    await settled(page);
    return { page, watch };
  }
  const grantOf = async (phone: string, role: string): Promise<string> =>
    (
      await stage.rows<{ id: string }>(
        'SELECT g.id FROM role_grant g JOIN person p ON p.id = g.person_id WHERE p.phone_hash = ? AND g.role = ? AND g.revoked_at IS NULL',
        [stage.index.hash('phone', phone), role],
      )
    )[0]!.id;
  async function tellVerified(need: string): Promise<string> {
    const { id } = await answer(
      town.worker.api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A1').id,
          need,
          kind: 'service',
          urgency: 'normal',
          helpersNeeded: 1,
          estimatedFen: 26_000,
          peopleHelped: 1,
          beneficiary: { name: '李子梅', phone: '15900007004' },
          consent: { kind: 'spoken', byGuardian: false },
          isDraft: false,
        },
      }),
    );
    await answer(town.worker.api.POST('/api/v1/wishes/{wishId}/verification', { params: { path: { wishId: id } } }));
    return id;
  }
  const wishOf = async (id: string): Promise<Record<string, unknown>> =>
    (await stage.rows('SELECT status, public_text, cost_class, skill FROM wish WHERE id = ?', [id]))[0]!;

  it('let a secretary review public texts one after the other with the keyboard', async () => {
    const first = await tellVerified('我叫李子梅，电话15900007004，卫生间滑，想装扶手');
    const second = await tellVerified('楼道灯坏了，晚上看不见');
    const { page, watch } = await open('secretary', '/c/desk');
    await page.locator('a.card').first().press('Enter');
    await page.getByText('公众将看到的样子').waitFor();
    const preview = page.locator('.preview');
    expect(await preview.innerText()).not.toMatch(/李子梅|15900007004/);
    await page.getByLabel('公开文字').fill('独居老人，卫生间湿滑，想装两根扶手');
    await expect.poll(() => preview.innerText()).toContain('独居老人，卫生间湿滑，想装两根扶手');
    await page.locator('h1').click();
    await page.keyboard.press('p');
    await page.getByText('请先核对现有救助政策').waitFor();
    await page.getByLabel('已核对：现有救助政策不能解决').check();
    await page.locator('h1').click();
    await page.keyboard.press('p');
    await page.getByText('已发布').first().waitFor();
    expect(await wishOf(first)).toMatchObject({
      status: 'open',
      public_text: '独居老人，卫生间湿滑，想装两根扶手',
      cost_class: 'fund',
    });

    // The next one is there already.
    await page.waitForURL(`**/c/wishes/${second}`);
    await page.locator('h1').click();
    await page.keyboard.press('r');
    const sheet = page.getByRole('dialog', { name: '退回补充' });
    await sheet.getByLabel('原因').fill('请写明是哪一层');
    await sheet.getByRole('button', { name: '退回补充' }).click();
    await page.getByText('已办理').waitFor();
    expect(await wishOf(second)).toMatchObject({ status: 'returned' });
    await page.waitForURL('**/c/desk');
    await page.getByText('没有待办事项').waitFor();
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('mark suspected personal data in a public text, and let it be decided with the keyboard', async () => {
    const wishId = await tellVerified('家里的灯坏了');
    const { page, watch } = await open('secretary', `/c/wishes/${wishId}`, PHONE);
    await page.getByLabel('公开文字').fill('李子梅说，路灯不亮，请到沥苑路12号社区中心');
    const marks = page.locator('mark');
    await expect.poll(() => marks.allInnerTexts()).toContain('李子梅');
    await page.getByText('这会指向本人，不能公开，必须改掉。').waitFor();
    await page.getByLabel('已核对：现有救助政策不能解决').check();
    await page.getByRole('button', { name: '发布' }).click();
    await page.getByText('还有标出的地方没有处理').first().waitFor();
    // Without a mouse: the name is taken out, the address of the community centre is kept with a reason.
    await page.getByRole('button', { name: '删去“李子梅”' }).press('Enter');
    await expect.poll(() => marks.allInnerTexts()).not.toContain('李子梅');
    const keep = page.getByRole('checkbox', { name: /可以公开$/ }).first();
    await keep.press('Space');
    await page.getByLabel(/^为什么“.*”可以公开$/).fill('公共场所，不是住户');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    await page.getByRole('button', { name: '发布' }).click();
    await page.getByText('已发布').first().waitFor();
    expect(await wishOf(wishId)).toMatchObject({
      status: 'open',
      public_text: '说，路灯不亮，请到沥苑路12号社区中心',
    });
    const [kept] = await stage.rows('SELECT reason FROM kept_passage WHERE subject_id = ?', [wishId]);
    expect(kept).toEqual({ reason: '公共场所，不是住户' });
    expect(watch.faults).toEqual([]);
    await page.context().close();

    const supervisor = await open('committee', `/c/wishes/${wishId}`, PHONE);
    await supervisor.page.getByRole('heading', { name: '审核时保留的内容' }).waitFor();
    await supervisor.page.getByText('公共场所，不是住户').first().waitFor();
    expect(supervisor.watch.faults).toEqual([]);
    await supervisor.page.context().close();
  });

  it('let the clerk classify unclassified payees in the register', async () => {
    const wishId = await stage.wish({ enteredBy: town.worker.id });
    const { id } = await answer(
      town.worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', {
        params: { path: { wishId } },
        body: formOf(26_000, { payee: { name: '阿强水电', kind: 'person' } }),
      }),
    );
    await stage.db.query(
      `UPDATE payee y JOIN spend_request r ON r.payee_id = y.id SET y.kind = 'unsettled', y.settled_by = NULL, y.settled_at = NULL WHERE r.id = ?`,
      [id],
    );
    const { page, watch } = await open('clerk', '/c/spend?view=payees', PHONE);
    await page.getByRole('button', { name: '确认', exact: true }).click();
    const sheet = page.getByRole('dialog', { name: '确认' });
    await sheet.getByRole('radio', { name: '企业或机构' }).check();
    await sheet.getByLabel('原因').fill('个体工商户，执照已核对');
    await sheet.getByRole('button', { name: '保存' }).click();
    await page.getByText('已保存').first().waitFor();
    const [payee] = await stage.rows('SELECT kind, name FROM payee WHERE settled_by = ?', [town.clerk.id]);
    expect(payee).toEqual({ kind: 'organisation', name: '阿强水电' });
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('show a signer everything on one screen, and let the clerk pay: four people, one ledger', async () => {
    const wishId = await stage.wish({ enteredBy: town.worker.id });
    const { id } = await answer(
      town.worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', {
        params: { path: { wishId } },
        body: formOf(26_000, { purpose: '吊扇一台及安装', payee: shop('大沥五金店') }),
      }),
    );
    const { page, watch } = await open('secretary', '/c/desk', PHONE);
    await page.locator(`a[href="/c/spend/${id}"]`).click();
    for (const text of ['家里的吊扇坏了', '大沥五金店', '¥260', '¥500,000', '¥499,740'])
      await page.getByText(text).first().waitFor();
    await page.getByRole('button', { name: '批准', exact: true }).click();
    await page.getByText('已批准').first().waitFor();
    expect(watch.faults).toEqual([]);
    await page.context().close();

    const leader = await open('leader', '/g/today', PHONE);
    await leader.page.locator(`a[href="/g/spend/${id}"]`).click();
    await leader.page.getByRole('button', { name: '验收' }).click();
    const came = leader.page.getByRole('dialog', { name: '验收' });
    await came.getByLabel('验收内容').fill('吊扇一台，已装好，三档都转');
    await came.getByRole('button', { name: '验收' }).click();
    await leader.page.getByText('已验收').first().waitFor();
    expect(leader.watch.faults).toEqual([]);
    await leader.page.context().close();

    const clerk = await open('clerk', '/c/desk');
    await clerk.page.locator(`a[href="/c/spend/${id}"]`).click();
    await clerk.page.getByRole('button', { name: '付款' }).click();
    const sheet = clerk.page.getByRole('dialog', { name: '付款' });
    await sheet.getByLabel('付款金额（元）').fill('255.5');
    await sheet.getByLabel('凭证号').fill('JZ-2026-000123');
    await sheet.getByRole('button', { name: '付款' }).click();
    await clerk.page.getByText('已付款').waitFor();
    const [request] = await stage.rows('SELECT status, paid_fen, released_fen FROM spend_request WHERE id = ?', [id]);
    expect(request).toEqual({ status: 'settled', paid_fen: 25_550, released_fen: 450 });
    expect(clerk.watch.faults).toEqual([]);
    await clerk.page.context().close();

    const fund = await open('secretary', `/c/fund?unit=${stage.unit('A1').id}`);
    await fund.page.getByRole('img', { name: /已支付 ¥255.50/ }).waitFor();
    for (const kind of ['下达', '冻结', '支付', '退回'])
      await fund.page.locator('td').getByText(kind, { exact: true }).first().waitFor();
    await fund.page.getByRole('link', { name: '看申请' }).first().click();
    await fund.page.waitForURL(`**/c/spend/${id}`);
    expect(fund.watch.faults).toEqual([]);
    await fund.page.context().close();
  });

  it('explain the conflict when two tabs decide the same request', async () => {
    const wishId = await stage.wish({ enteredBy: town.worker.id });
    const { id } = await answer(
      town.worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', {
        params: { path: { wishId } },
        body: formOf(10_000, { purpose: '吊扇', payee: shop('大沥五金店') }),
      }),
    );
    const { page } = await open('secretary', `/c/spend/${id}`);
    await page.getByRole('button', { name: '批准', exact: true }).waitFor();
    await page.getByRole('button', { name: '不批准' }).click();
    const params = { path: { spendRequestId: id } };
    await answer(town.secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/approval', { params }));
    const sheet = page.getByRole('dialog', { name: '不批准' });
    await sheet.getByLabel('原因').fill('已有捐赠');
    await sheet.getByRole('button', { name: '不批准' }).click();
    await page.getByText(/这个用款申请现在的状态是/).waitFor();
    expect(await sheet.getByLabel('原因').inputValue()).toBe('已有捐赠');
    await page.context().close();
  });

  it(
    'import a town’s workbook, let rows be corrected, and keep the import after leaving the page',
    { timeout: 120_000 },
    async () => {
      await importUnits(town.administrator, stage.unit('D').id);
      const { page, watch } = await open('townOfficer', '/c/imports');
      await page.locator('input[type=file]').setInputFiles(WORKBOOK);
      await page.getByText('待核对', { exact: true }).first().waitFor({ timeout: 30_000 });
      const review = page.getByLabel(/^待核对 /);
      await review.check();
      const left = async (): Promise<number> =>
        Number((await page.getByText(/^待核对 \d+$/).innerText()).split(' ')[1]);
      const before = await left();
      expect(before).toBe(19);

      // Each row asks only for what is in doubt.
      let corrected = 0;
      for (; corrected < 4; corrected += 1) {
        await page.getByRole('button', { name: '更正' }).first().click();
        const sheet = page.getByRole('dialog', { name: / 第 \d+ 行$/ });
        await answerDoubts(sheet);
        await sheet.getByRole('button', { name: '保存' }).click();
        await sheet.waitFor({ state: 'detached' });
        // The next row comes first when the list has been loaded again.
        await expect.poll(left).toBe(before - corrected - 1);
        await settled(page);
      }

      await page.getByRole('button', { name: /把接受的行入库/ }).click();
      await page.getByText('正在入库，可以离开这个页面').waitFor();
      await page.getByRole('link', { name: '待办' }).click();
      await page.getByRole('link', { name: '导入表格' }).click();
      await page.getByRole('link', { name: /大沥微心愿征集表/ }).click();
      await page.getByText(/新增 40\d，已有 0/).waitFor({ timeout: 60_000 });
      const [row] = await stage.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM wish WHERE source = 'import'`);
      expect(Number(row!.n)).toBe(398 + corrected);
      expect(watch.faults).toEqual([]);
      await page.context().close();
    },
  );

  it('ask once for the meaning of an unknown heading, take corrections, import, and revert', async () => {
    const headings = ['序号', '村居', '老人家', '联系电话', '微心愿内容', '预计费用', '受益人数'];
    const months = [
      ['1', '沥苑社区', '李子梅', '13640000001', '想要一台落地扇', '80', '1'],
      ['1', '沥苑社区', '何大有', '13640000002', '想修好大门的锁', '80元90元', '1'],
      ['1', '沥苑社区', '陈伯', '1364000', '想要一个洗澡椅', '120', '1'],
    ];
    const file = workbookOf(
      months.map((row) => `<worksheet><sheetData>${rowsOf([headings, row])}</sheetData></worksheet>`),
    );
    const { page, watch } = await open('townOfficer', '/c/imports');
    const sendFile = (): Promise<void> =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name: '三个月.xlsx', mimeType: 'application/octet-stream', buffer: file });
    await sendFile();
    const asked = page.getByLabel('“老人家”');
    await asked.waitFor({ timeout: 30_000 });
    await asked.selectOption({ label: '姓名' });
    await page.getByRole('button', { name: '保存并重新读取' }).click();
    await page.getByText('接受 1 · 待核对 2 · 无心愿 0 · 重复 0').waitFor({ timeout: 30_000 });
    expect(await axeFindings(page)).toEqual([]);

    await page.getByLabel(/^待核对 /).check();
    for (const [label, text] of [
      ['预计费用（元）', '90'],
      ['手机', '13640000003'],
    ] as const) {
      await page.getByRole('button', { name: '更正' }).first().click();
      const sheet = page.getByRole('dialog', { name: / 第 \d+ 行$/ });
      await sheet.getByLabel(label).fill(text);
      await sheet.getByRole('button', { name: '保存' }).click();
      await sheet.waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: '把接受的行入库（3）' }).click();
    await page.getByText('新增 3，已有 0').waitFor({ timeout: 30_000 });

    await page.getByRole('button', { name: '撤回这次导入' }).click();
    const why = page.getByRole('dialog', { name: '撤回这次导入' });
    await why.getByLabel('原因').fill('传错了月份');
    await why.getByRole('button', { name: '撤回这次导入' }).click();
    await page.getByText('已撤回 3 条').waitFor({ timeout: 30_000 });

    // The next file of this kind is read without a question.
    await page.goto('/c/imports');
    await sendFile();
    await page.getByText('接受 1 · 待核对 2 · 无心愿 0 · 重复 0').waitFor({ timeout: 30_000 });
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('build a watermarked, masked export in the background', async () => {
    const { page, watch } = await open('secretary', '/c/exports');
    await page.getByLabel('用途').fill('季度公示');
    await page.getByRole('button', { name: '开始导出' }).click();
    const button = page.getByRole('button', { name: '下载' });
    await button.waitFor({ timeout: 30_000 });
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    expect(download.suggestedFilename()).toBe('心愿台账.xlsx');
    const [sheet] = await parseSheets(readFileSync(await download.path()), download.suggestedFilename());
    const lines = sheet!.rows.map(({ cells }) => Array.from({ length: 10 }, (_, at) => cells.get(at)?.text ?? ''));
    const [headings, ...wishes] = lines.slice(0, -1);
    expect(headings).toContain('状态');
    expect(wishes.length).toBeGreaterThan(0);
    for (const wish of wishes) expect(wish[2]).toMatch(/^\p{Script=Han}+$/u);
    expect(lines.at(-1)!.join('')).toMatch(/导出人：.+；用途：季度公示/);
    expect(lines.flat().join('\n')).not.toMatch(/1[3-9]\d{9}/);
    await until('fetching it is recorded', 5_000, async () => {
      const [row] = await stage.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM event WHERE name = 'ExportFetched'`);
      return Number(row!.n) === 1;
    });
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('register a person, give a role and revoke it', async () => {
    const { page, watch } = await open('secretary', '/c/people');
    await page.getByRole('button', { name: '登记人员' }).click();
    const sheet = page.getByRole('dialog', { name: '登记人员' });
    await sheet.getByLabel('姓名').fill('招小燕');
    await sheet.getByLabel('手机号码').fill('13912340001');
    // What the community's own office may not give is named with the reason, not left out in silence.
    await sheet.getByText(/财务.*由上一级单位任免和重置/).waitFor();
    await sheet.getByLabel('角色').selectOption('volunteer');
    await sheet.getByRole('button', { name: '登记人员' }).click();
    await page.getByText('已登记').waitFor();
    const code = page.getByRole('dialog', { name: '激活码 · 招小燕' });
    await code.getByRole('button', { name: '激活码' }).click();
    await code.getByText(/^QD-/).waitFor();
    await code.getByRole('button', { name: '关闭', exact: true }).last().click();
    const card = page.locator('article', { hasText: '招小燕' });
    await card.getByText('139****0001').waitFor();
    await card.getByRole('button', { name: /收回角色/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await page.getByText('已收回').waitFor();
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('confirm appointments of another proposer, also several at once, and issue the activation code', async () => {
    const { api, id: proposerId } = town.townOfficer;
    const propose = async (name: string, phone: string, role: 'finance_clerk' | 'community_director') =>
      (
        await answer(
          api.POST('/api/v1/people', { body: { name, phone, roles: [{ role, unitId: stage.unit('A2').id }] } }),
        )
      ).id;
    const clerkId = await propose('邓会计', '13912340011', 'finance_clerk');
    await propose('冼主任', '13912340012', 'community_director');
    await propose('关会计', '13912340013', 'finance_clerk');

    const own = await open('townOfficer', '/c/people');
    await own.page.getByText('我提名，等待另一位上级人员确认').first().waitFor();
    expect(await own.page.getByRole('button', { name: /^确认 / }).count()).toBe(0);
    await own.page
      .locator('article', { hasText: '邓会计' })
      .getByText(/财务 · 沥南社区居委会 · 待确认/)
      .waitFor();
    expect(own.watch.faults).toEqual([]);
    await own.page.context().close();

    const { page, watch } = await open('districtOfficer', '/c/people');
    // The list must not hear of what happens meanwhile.
    await page.route('**/api/v1/live', (route) => route.fulfill({ status: 204 }));
    await page.reload();
    await settled(page);
    await page.getByRole('button', { name: '确认 邓会计 · 财务 · 沥南社区居委会' }).click();
    const sheet = page.getByRole('dialog', { name: '确认结果' });
    const code = (await sheet.locator('[data-code]').textContent())!;
    expect(await axeFindings(page)).toEqual([]);
    await sheet.getByRole('button', { name: '打印' }).waitFor();
    await sheet.getByRole('button', { name: '关闭', exact: true }).last().click();
    expect(await page.getByText(code).count()).toBe(0);

    // Before the others are confirmed, one of them becomes the proposer's to withdraw.
    await page.getByLabel('全选').check();
    await api.DELETE('/api/v1/people/roles/{grantId}', {
      params: { path: { grantId: await grantOf('13912340013', 'finance_clerk') } },
    });
    await page.getByRole('button', { name: '确认选中的 2 项' }).click();
    await sheet.getByText('已确认', { exact: true }).waitFor();
    await sheet.getByText('未确认', { exact: true }).waitFor();
    await sheet.getByText('没有这项待确认的任命，或不在您的范围内。').waitFor();
    expect(await sheet.locator('[data-code]').count()).toBe(1);
    await sheet.getByRole('button', { name: '关闭', exact: true }).last().click();
    await page.getByText('没有待确认的任命。').waitFor();
    expect(await stage.rows('SELECT granted_by, confirmed_by FROM role_grant WHERE person_id = ?', [clerkId])).toEqual([
      { granted_by: proposerId, confirmed_by: town.districtOfficer.id },
    ]);
    await page.context().close();
    expect(watch.faults).toEqual([]);

    const phone = await contextOf(browser, town.url, { viewport: PHONE });
    const fresh = await phone.newPage();
    await fresh.goto('/start');
    await fresh.getByLabel('手机号码').fill('13912340011');
    await fresh.getByLabel('激活码').fill(code.trim());
    await fresh.getByLabel('新密码').fill('wish-for-spring');
    await fresh.getByRole('button', { name: '设置密码' }).click();
    await fresh.getByText('密码已设置，请登录').waitFor();
    await phone.close();
  });

  it('import lists of units and staff, and show renames and pending confirmations', async () => {
    const listOf = async (headings: string[], lines: string[][]) => ({
      name: '表格.xlsx',
      mimeType: 'application/octet-stream',
      buffer: await toWorkbook(
        '表格',
        headings,
        lines,
        headings.map(() => 16),
      ),
    });
    const { page: units, watch: unitsWatch } = await open('administrator', '/c/units');
    await units.getByRole('link', { name: '导入单位' }).click();
    await units.getByLabel('选择表格').setInputFiles(
      await listOf(
        ['单位代码', '名称', '层级', '上级单位代码'],
        [
          ['440605125981', '试点社区', '片区', '440605125'],
          [stage.unit('A2').code, '试改名社区', '社区', '440605125'],
        ],
      ),
    );
    await units.getByRole('button', { name: '更正' }).click();
    const unit = units.getByRole('dialog');
    await unit.getByText('原来填的：片区').waitFor();
    await unit.getByLabel('层级').selectOption('community');
    await unit.getByRole('button', { name: '保存' }).click();
    await units.getByLabel(/^可录入 2/).check();
    await units.getByText(/改名：.+ → 试改名社区/).waitFor();
    await units.getByRole('button', { name: '录入可录入的 2 个单位' }).click();
    await units.getByText('已新增或改名 2 个，原来就有 0 个。').waitFor();
    await units.getByRole('button', { name: '撤回这次导入' }).click();
    await units.getByRole('dialog').getByLabel('原因').fill('试一试');
    await units.getByRole('dialog').getByRole('button', { name: '撤回这次导入' }).click();
    await units.getByText('已撤回 2 条').waitFor();
    expect(unitsWatch.faults).toEqual([]);
    await units.context().close();

    const { page: staff, watch } = await open('townOfficer', '/c/people');
    await staff.getByRole('link', { name: '导入名单' }).click();
    await staff.getByLabel('选择表格').setInputFiles(
      await listOf(
        ['姓名', '手机', '单位', '角色'],
        [
          ['陈大文', '13710000001', stage.unit('A1').code, '网格员'],
          ['李小明', '13710000002', stage.unit('A1').code, '厨师'],
        ],
      ),
    );
    await staff.getByRole('button', { name: '更正' }).click();
    const person = staff.getByRole('dialog');
    await person.getByLabel('监督委员会').check();
    await person.getByRole('button', { name: '保存' }).click();
    await staff.getByRole('button', { name: '录入可录入的 2 行' }).click();
    await staff.getByText('其中 1 个角色待上级确认').waitFor();
    await staff.getByRole('button', { name: '下载激活码' }).click();
    const saved = staff.waitForEvent('download');
    await staff.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    const [slips] = await parseSheets(readFileSync(await (await saved).path()), 'activation-codes.xlsx');
    expect(slips!.rows.slice(1).map(({ cells }) => cells.get(0)!.text)).toEqual(['陈大文']);
    expect(watch.faults).toEqual([]);
    await staff.context().close();
  });

  it('import a roster whose members choose their own passwords with a code', async () => {
    const { page, watch } = await open('secretary', '/c/rosters');
    const headings = ['姓名', '手机', '党小组', '工作单位', '特长'];
    const buffer = await toWorkbook(
      '名册',
      headings,
      [
        ['陈志愿', '13910000001', '第三党小组', '区教育局', '剪头发'],
        ['黄帮忙', '1391000000', '第三党小组', '', ''],
      ],
      headings.map(() => 12),
    );
    const choose = page.getByLabel('选择名册');
    await choose.setInputFiles({ name: '名册.xlsx', mimeType: 'application/octet-stream', buffer });
    await page.getByRole('button', { name: '更正' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('原来填的：1391000000').waitFor();
    await sheet.getByLabel('手机号码').fill('13910000002');
    await sheet.getByRole('button', { name: '保存' }).click();
    await page.getByRole('button', { name: '录入可录入的 2 人' }).click();
    await page.getByText('已录入 2 人，其中 0 人原来就登记过。').waitFor();
    await page.getByRole('button', { name: '下载激活码' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    const [slips] = await parseSheets(readFileSync(await (await saved).path()), 'activation-codes.xlsx');
    const code = slips!.rows[1]!.cells.get(2)!.text;
    await page.goto('/c/groups');
    await page.getByRole('link', { name: /第三党小组/ }).click();
    await page.getByText('139****0002').waitFor();
    expect(watch.faults).toEqual([]);
    await page.context().close();

    const phone = await contextOf(browser, town.url, { viewport: PHONE });
    const own = await phone.newPage();
    await own.goto('/sign-in');
    await own.getByRole('link', { name: '第一次登录，或忘记密码' }).click();
    // The page before has a field for the telephone, too.
    await own.getByRole('heading', { name: '设置密码' }).waitFor();
    await own.getByLabel('手机号码').fill('13910000001');
    await own.getByLabel('激活码').fill(code.toLowerCase());
    await own.getByLabel('新密码').fill('wish-for-spring');
    await own.getByRole('button', { name: '设置密码' }).click();
    await own.getByText('密码已设置，请登录').waitFor();
    await own.getByLabel('手机号码').fill('13910000001');
    await own.getByLabel('密码', { exact: true }).fill('wish-for-spring');
    await own.getByRole('button', { name: '登录', exact: true }).click();
    await own.waitForURL('**/v/feed');
    await own.goto('/v/profile');
    await own.getByText('区教育局').waitFor();
    await own.getByLabel('找一项特长').fill('剪头发');
    await expect.poll(() => own.getByLabel('理发').isChecked()).toBe(true);
    await phone.close();
  });

  it('edit the list of skills, and merge two of them', async () => {
    const { page, watch } = await open('districtOfficer', '/c/skills');
    await page.getByRole('button', { name: '修改 木工' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('同义词').fill('木匠、打家具');
    await sheet.getByRole('button', { name: '暂存' }).click();
    await page.getByText('有 1 处改动还没有生效').waitFor();
    await page.getByRole('button', { name: '生效' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await page.getByText('第 1 版。').waitFor();
    await page.getByRole('button', { name: '修改 泥瓦' }).click();
    await sheet.getByLabel('合并到').selectOption('carpentry');
    await sheet.getByRole('button', { name: '合并' }).click();
    await page.getByText('木匠、打家具、泥瓦、masonry、泥水、泥工、瓦工、补漏').waitFor();
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('show the district its needs, deadlines, money and invariants, down to a community', async () => {
    const { page, watch } = await open('districtOfficer', '/c/overview');
    await page.getByText(/\d+ 项数据校验中 \d+ 项通过/).waitFor();
    await page.getByRole('link', { name: '大沥镇' }).click();
    await page.getByRole('link', { name: '沥苑社区居委会' }).click();
    await page.getByRole('heading', { name: '沥苑社区居委会' }).waitFor();
    await page.getByRole('link', { name: '审计查询' }).click();
    await page.getByLabel('事件', { exact: true }).last().fill('Spend');
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByText('支付（SpendPaid）').first().waitFor();
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('offer one spend request for several similar wishes', async () => {
    const wishIds = await Promise.all([1, 2, 3].map(() => stage.wish({ enteredBy: town.worker.id })));
    await stage.db.query('INSERT INTO need_radar (unit_id, scanned_at, wishes, clusters) VALUES (?,NOW(3),3,?)', [
      stage.unit('A1').id,
      JSON.stringify([{ words: ['吊扇'], wishIds, communities: 1 }]),
    ]);
    const { page, watch } = await open('director', `/c/radar?unit=${stage.unit('A1').id}`);
    await page.getByRole('button', { name: '为沥苑社区居委会的 3 个一起申请用款' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('已选 2 个').waitFor();
    await sheet.getByLabel('用途', { exact: true }).fill('换三台吊扇');
    await sheet.getByLabel('收款方', { exact: true }).fill('沥苑五金店');
    await sheet.getByRole('radio', { name: '企业或机构' }).check();
    await sheet.getByLabel('名称', { exact: true }).fill('吊扇');
    await sheet.getByLabel('单价（元）').fill('150');
    await sheet.getByRole('button', { name: '提交' }).click();
    await until('one request is for three wishes', 10_000, async () => {
      const [row] = await stage.rows<{ n: number }>('SELECT COUNT(*) AS n FROM spend_wish WHERE wish_id IN (?)', [
        wishIds,
      ]);
      return Number(row!.n) === 3;
    });
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  async function answerDoubts(sheet: ReturnType<Page['getByRole']>): Promise<void> {
    const fillIfAsked = async (label: string | RegExp, value: string): Promise<void> => {
      const field = sheet.getByLabel(label);
      if ((await field.count()) > 0) await field.fill(value);
    };
    const unit = sheet.getByLabel('社区（村）');
    if ((await unit.count()) > 0) await unit.selectOption({ index: 1 });
    await fillIfAsked('姓名', '待补姓名');
    await fillIfAsked('手机号码', '13600000000');
    await fillIfAsked('预计费用（元）', '0');
    await fillIfAsked('受益人数', '1');
    const noDate = sheet.getByLabel('没有期望日期');
    if ((await noDate.count()) > 0) await noDate.check();
    const noAge = sheet.getByLabel('年龄不详');
    if ((await noAge.count()) > 0) await noAge.check();
    const kind = sheet.getByLabel('服务', { exact: true });
    if ((await kind.count()) > 0) await kind.check();
  }

  it('draft a new spending policy, simulate it on the year, and publish it', async () => {
    const { page, watch } = await open('districtOfficer', '/c/spend-policy');
    await page.getByText('平台初始规则').first().waitFor();
    await page.getByText('不超过 ¥1,000：社区（村）书记签字；不公示；无需会议纪要').waitFor();
    await page.getByRole('button', { name: '起草新规则' }).click();
    await page.getByText('与现行规则没有不同').waitFor();
    await page.getByLabel('依据文件').fill('南财〔2026〕12号');
    await page.getByRole('group', { name: '第 1 级' }).getByLabel('不超过（元）').fill('99.5');
    await page.getByText('不超过 ¥99.50：社区（村）书记签字').waitFor();
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.getByText('草稿已保存').waitFor();
    await page.getByRole('button', { name: '开始试算' }).click();
    await page.getByText(/件结果不同$/).waitFor();
    await page.getByText(/签字人增加 \d+ 件/).waitFor();
    await page.getByRole('button', { name: '发布生效' }).click();
    await page.getByRole('dialog', { name: '发布生效' }).getByRole('button', { name: '确定' }).click();
    await page.getByText('现行规则：第 1 版').waitFor();
    await page.getByText('依据：南财〔2026〕12号').waitFor();
    expect(watch.faults).toEqual([]);
    await page.context().close();
  });

  it('record income besides the allotment, and close the budget year', async () => {
    const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear() - 1;
    const unitId = stage.unit('B1').id;
    await answer(
      town.districtOfficer.api.POST('/api/v1/fund-allotments', { body: { unitId, year, amountFen: 500_000 } }),
    );
    const officer = await open('districtOfficer', `/c/fund?unit=${unitId}&year=${year}`);
    const { page } = officer;
    const record = async (reference: string): Promise<void> => {
      await page.getByRole('button', { name: '登记收入' }).click();
      await page.getByLabel('捐赠').check();
      await page.getByLabel('金额（元）').fill('1,200.5');
      await page.getByLabel('出资单位').fill('九江商会');
      await page.getByLabel('凭证编号').fill(reference);
      await page.getByRole('button', { name: '保存' }).click();
    };
    await record('JZ-001');
    await page.getByText('收入已登记').waitFor();
    await page.getByText('捐赠 · 九江商会').waitFor();
    await page.getByText('¥1,200.50').first().waitFor();
    await record('JZ-001');
    await page.getByText('编号 JZ-001 的收入已经登记过。').first().waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: '年度结账' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('限额结转').check();
    await sheet.getByLabel('每个社区（村）最多结转（元）').fill('2000');
    expect(await sheet.getByRole('button', { name: '年度结账' }).isDisabled()).toBe(true);
    await sheet.getByLabel('我已核对，确认结账').check();
    await sheet.getByRole('button', { name: '年度结账' }).click();
    await page.getByText('已结账 1 个，0 个以前结过').waitFor();
    await page.getByText(/已结账：限额结转/).waitFor();
    for (const kind of ['下达', '捐赠', '结转下年', '上缴'])
      await page.locator('td').getByText(kind, { exact: true }).first().waitFor();
    expect(await page.getByRole('button', { name: '登记收入' }).count()).toBe(0);
    expect(officer.watch.faults).toEqual([]);
    await page.context().close();
  });
});
