import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileBody, type Schemas } from '#libs/api-client';
import { parseSheets, toWorkbook } from '#libs/platform';
import { Stage, until, type Actor } from '../support/stage.js';

type Categories = Schemas['SetSkillsBody']['categories'];

describe('the list of skills', () => {
  let stage: Stage;
  let officer: Actor;
  let worker: Actor;
  let volunteer: Actor;

  beforeAll(async () => {
    stage = await Stage.open('skills');
    await stage.startApi();
    await stage.startWorker();
    officer = await stage.actor('district_officer', 'D');
    worker = await stage.actor('grid_worker', 'A1');
    volunteer = await stage.actor('volunteer', 'A1');
  });
  afterAll(() => stage.close());

  const list = async () => (await volunteer.api.GET('/api/v1/skills')).data!;
  const set = (categories: Categories, basedOn: number, who = officer) =>
    who.api.PUT('/api/v1/policies/skills', { body: { basedOn, categories } });
  const describeMe = (skills: string[]) =>
    volunteer.api.PUT('/api/v1/volunteers/me', { body: { skills, maxOpenClaims: 3, licences: [] } });
  const faultsOf = (error: unknown): string[] =>
    ((error as { faults?: { field: string }[] } | undefined)?.faults ?? []).map(({ field }) => field);

  it('exists from the start, is readable for all, and is changed by the district only', async () => {
    const { version, categories } = await list();
    expect([version, categories.length]).toEqual([0, 6]);
    const anybody = await fetch(`${stage.urls[0]}/api/v1/skills`);
    expect(anybody.status).toBe(200);
    const town = await stage.actor('town_officer', 'A');
    expect((await set(categories, 0, town)).response.status).toBe(403);
  });

  it('is binding: unknown skills are refused', async () => {
    const refused = await describeMe(['electrical', 'paragliding']);
    expect([refused.response.status, faultsOf(refused.error)]).toEqual([422, ['skills']]);
    const wish = await worker.api.POST('/api/v1/wishes', {
      body: {
        unitId: stage.unit('A1').id,
        need: '想学滑翔',
        kind: 'service',
        skill: 'paragliding',
        beneficiary: { name: '李子梅', phone: '15900007004' },
        consent: { kind: 'spoken', byGuardian: false },
      },
    });
    expect([wish.response.status, faultsOf(wish.error)]).toEqual([422, ['skill']]);
  });

  it('is changed by a spreadsheet: preview first, then publication', async () => {
    const { categories } = await list();
    const file = await toWorkbook(
      '特长',
      ['大类', '特长', '英文', '同义词', '停用'],
      [
        ['维修安装', '修锁', 'lock repair', '锁匠', null],
        ['文体活动', '摄影', 'photography', '拍照', '是'],
      ],
      [12, 12, 12, 12, 12],
    );
    const preview = await officer.api.POST('/api/v1/policies/skills/preview', fileBody(file, '特长.xlsx'));
    expect(preview.data).toMatchObject({ added: ['lock_repair'], changed: ['photography'] });
    expect((await list()).version).toBe(0);
    expect((await list()).categories).toEqual(categories);
    // 修锁 is a word for 开锁换锁 already: one word, one meaning.
    const refused = await set(preview.data!.categories, 0);
    expect([refused.response.status, faultsOf(refused.error).length]).toEqual([422, 1]);
    const locks = preview.data!.categories[0]!.skills.find(({ code }) => code === 'locks')!;
    locks.synonyms = locks.synonyms.filter((word) => word !== '修锁');
    expect((await describeMe(['photography', 'locks'])).response.status).toBe(200);
    expect((await set(preview.data!.categories, 0)).data).toMatchObject({ version: 1 });
    expect((await set(preview.data!.categories, 0)).response.status).toBe(409);
    const down = await officer.api.GET('/api/v1/skills.xlsx', { parseAs: 'arrayBuffer' });
    const [sheet] = await parseSheets(Buffer.from(down.data as unknown as ArrayBuffer), 'skills.xlsx');
    expect(sheet!.rows).toHaveLength(26);
  });

  it('leaves a retired skill to volunteers who have it', async () => {
    expect((await describeMe(['photography', 'locks'])).response.status).toBe(200);
    expect((await describeMe(['locks'])).response.status).toBe(200);
    expect(faultsOf((await describeMe(['photography'])).error)).toEqual(['skills']);
  });

  it('merges two skills: profiles and wishes are updated, and the old code still works', async () => {
    expect((await describeMe(['locks', 'lock_repair', 'masonry'])).response.status).toBe(200);
    const wishId = await stage.wish({ enteredBy: worker.id });
    const closedId = await stage.wish({ enteredBy: worker.id, status: 'closed' });
    await stage.db.query(`UPDATE wish SET skill = 'lock_repair' WHERE id IN (?)`, [[wishId, closedId]]);
    const merge = (from: string, into: string, basedOn: number) =>
      officer.api.POST('/api/v1/policies/skills/merge', { body: { basedOn, from, into } });
    expect(faultsOf((await merge('lock_repair', 'lock_repair', 1)).error)).toEqual(['into']);
    expect(faultsOf((await merge('nonsense', 'locks', 1)).error)).toEqual(['from']);
    const merged = await merge('lock_repair', 'locks', 1);
    expect(merged.data).toMatchObject({ version: 2, merged: { lock_repair: 'locks' } });
    await until('wishes and profiles follow', 20_000, async () => {
      const [{ n } = { n: 1 }] = await stage.rows<{ n: number }>(
        `SELECT (SELECT COUNT(*) FROM wish WHERE skill = 'lock_repair')
           + (SELECT COUNT(*) FROM volunteer WHERE JSON_CONTAINS(skills, '"lock_repair"')) AS n`,
      );
      return Number(n) === 0;
    });
    const { data: profile } = await volunteer.api.GET('/api/v1/volunteers/me');
    expect(profile!.skills).toEqual(['locks', 'masonry']);
    expect(await stage.rows('SELECT skill FROM wish WHERE id IN (?)', [[wishId, closedId]])).toEqual([
      { skill: 'locks' },
      { skill: 'locks' },
    ]);
    // A phone that was out of reach still says the old code.
    expect((await describeMe(['lock_repair'])).data).toMatchObject({ skills: ['locks'] });
  });

  it('shows a related skill as a reason in the feed', async () => {
    await describeMe(['plumbing']);
    const wishId = await stage.wish({ enteredBy: worker.id });
    await stage.db.query(`UPDATE wish SET skill = 'appliances' WHERE id = ?`, [wishId]);
    const { data } = await volunteer.api.GET('/api/v1/matches/wishes/{wishId}', { params: { path: { wishId } } });
    expect(data!.reasons).toContainEqual({ signal: 'relatedSkill', speaksFor: true, fact: 'repairs' });
  });
});
