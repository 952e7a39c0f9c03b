import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, createApiClient, type ApiClient, type Schemas } from '#libs/api-client';
import { PASSWORD, administrators, register, type Offices } from '../support/people.js';
import { accept, ask, codeOf, formOf, pay, sign } from '../support/spending.js';
import { Stage, type Actor } from '../support/stage.js';

type Role = Schemas['RoleBody']['role'];

describe('who may become whom', () => {
  let stage: Stage;
  let top: Offices;
  let town: Actor;
  let district: Actor;
  let secretary: Actor;
  let anybody: ApiClient;

  beforeAll(async () => {
    stage = await Stage.open('authority');
    await stage.startApi();
    top = await administrators(stage);
    district = await stage.actor('district_officer', 'D');
    town = await stage.actor('town_officer', 'A');
    secretary = await stage.actor('community_secretary', 'A1');
    anybody = createApiClient(stage.urls[0]!, { attempts: 1 });
  });
  afterAll(() => stage.close());

  let phones = 13_600_000_000;
  const nextPhone = (): string => String((phones += 1));
  const unitId = (code: string): string => stage.unit(code).id;

  const propose = (by: Actor, personId: string, role: Role, unit = 'A1') =>
    by.api.POST('/api/v1/people/{personId}/roles', {
      params: { path: { personId } },
      body: { role, unitId: unitId(unit) },
    });
  const enter = (by: Actor, role: Role, unit = 'A1', phone = nextPhone()) =>
    by.api.POST('/api/v1/people', { body: { name: '梁志强', phone, roles: [{ role, unitId: unitId(unit) }] } });
  const confirm = (by: Actor, grantId: string) =>
    by.api.POST('/api/v1/people/roles/{grantId}/confirmation', { params: { path: { grantId } } });
  const revoke = (by: Actor, grantId: string) =>
    by.api.DELETE('/api/v1/people/roles/{grantId}', { params: { path: { grantId } } });
  const close = (by: Actor, personId: string) =>
    by.api.POST('/api/v1/people/{personId}/disabling', { params: { path: { personId } } });
  const reopen = (by: Actor, personId: string) =>
    by.api.DELETE('/api/v1/people/{personId}/disabling', { params: { path: { personId } } });
  const giveCode = (by: Actor, personId: string) =>
    by.api.POST('/api/v1/people/{personId}/activation-code', { params: { path: { personId } } });
  const takeFactor = (by: Actor, personId: string) =>
    by.api.DELETE('/api/v1/people/{personId}/second-factor', { params: { path: { personId } } });
  const choosePassword = (phone: string, code: string, password = PASSWORD) =>
    anybody.POST('/api/v1/passwords', { body: { phone, code, password } });
  const grantOf = async (personId: string, role: Role): Promise<string> =>
    (
      await stage.rows<{ id: string }>(
        'SELECT id FROM role_grant WHERE person_id = ? AND role = ? AND revoked_at IS NULL',
        [personId, role],
      )
    )[0]!.id;

  /** A used activation code: its issuer could act through the account. */
  const gaveKey = (by: { id: string }, to: { id: string }) =>
    stage.rows(
      `INSERT INTO account_recovery (id, person_id, kind, given_by, given_at, used_at, suspended_until)
       VALUES (UUID(),?,'password',?,UTC_TIMESTAMP(3),UTC_TIMESTAMP(3),UTC_TIMESTAMP(3))`,
      [to.id, by.id],
    );

  /** Signs in with a password, and with a fresh authenticator where one is needed. */
  const open = async (phone: string, password = PASSWORD): Promise<ApiClient> => {
    const api = createApiClient(stage.urls[0]!, { attempts: 1 });
    await answer(api.POST('/api/v1/sessions', { body: { phone, password } }));
    const { isNeeded } = await answer(api.GET('/api/v1/me/second-factor'));
    if (!isNeeded) return api;
    const { secret } = await answer(api.POST('/api/v1/me/second-factor', { body: { password } }));
    await answer(api.PUT('/api/v1/me/second-factor', { body: { code: new TOTP({ secret }).generate() } }));
    return api;
  };

  describe('a secretary alone', () => {
    it('cannot take over the account of the clerk in the same community', async () => {
      const clerk = await stage.actor('finance_clerk', 'A1');
      expect(codeOf(await giveCode(secretary, clerk.id))).toBe('APPOINTED_FROM_ABOVE');
      expect(codeOf(await propose(secretary, clerk.id, 'volunteer'))).toBe('APPOINTED_FROM_ABOVE');
      const grantId = await grantOf(clerk.id, 'finance_clerk');
      expect(codeOf(await revoke(secretary, grantId))).toBe('APPOINTED_FROM_ABOVE');
      expect(codeOf(await takeFactor(secretary, clerk.id))).toBe('APPOINTED_FROM_ABOVE');
      // Not even when the office above has taken the role away: what was held lately counts.
      await stage.grant(clerk.id, 'volunteer', 'A1');
      expect((await revoke(town, grantId)).error).toBeUndefined();
      expect(codeOf(await giveCode(secretary, clerk.id))).toBe('APPOINTED_FROM_ABOVE');
    });

    it('cannot register people who sign, pay or supervise, nor staff of the town', async () => {
      for (const role of [
        'community_secretary',
        'community_director',
        'supervision_committee',
        'finance_clerk',
      ] as const)
        expect(codeOf(await enter(secretary, role))).toBe('APPOINTED_FROM_ABOVE');
      expect(codeOf(await enter(secretary, 'town_officer'))).toBe('APPOINTED_FROM_ABOVE');
      expect((await enter(town, 'town_officer')).error).toMatchObject({
        code: 'ROLE_LEVEL',
        title: '这个角色只能设在：镇街。',
      });
      for (const role of ['finance_clerk', 'community_director', 'volunteer', 'grid_worker'] as const)
        expect(codeOf(await propose(secretary, secretary.id, role))).toBe('OWN_AUTHORITY');
    });

    it('cannot choose a password for another person', async () => {
      const { error } = await secretary.api.POST('/api/v1/people', {
        body: {
          name: '梁志强',
          phone: nextPhone(),
          password: PASSWORD,
          roles: [{ role: 'volunteer', unitId: unitId('A1') }],
        } as never,
      });
      expect(error).toMatchObject({ code: 'INVALID_INPUT', faults: [{ field: 'password' }] });
    });

    it('cannot dismiss supervisors', async () => {
      const committee = await stage.actor('supervision_committee', 'A1');
      const grantId = await grantOf(committee.id, 'supervision_committee');
      expect(codeOf(await revoke(secretary, grantId))).toBe('APPOINTED_FROM_ABOVE');
      expect(codeOf(await close(secretary, committee.id))).toBe('APPOINTED_FROM_ABOVE');
      const other = await stage.actor('community_secretary', 'A1');
      expect(codeOf(await close(secretary, other.id))).toBe('APPOINTED_FROM_ABOVE');
      expect((await revoke(town, grantId)).error).toBeUndefined();
    });

    it('sees the roles of a unit, with the reason why some cannot be given', async () => {
      const choices = async (by: Actor, unit: string) =>
        (await answer(by.api.GET('/api/v1/people/role-choices', { params: { query: { unitId: unitId(unit) } } })))
          .items;
      const hers = await choices(secretary, 'A1');
      expect(hers.filter(({ refusal }) => refusal === null).map(({ role }) => role)).toEqual([
        'resident',
        'volunteer',
        'grid_worker',
        'grid_leader',
      ]);
      expect(hers.find(({ role }) => role === 'finance_clerk')).toEqual({
        role: 'finance_clerk',
        needsConfirmation: true,
        refusal: '签字、付款、监督和管理账号的人员，由上一级单位任免和重置。',
      });
      expect(hers.map(({ role }) => role)).not.toContain('town_officer');
      expect((await choices(town, 'A1')).filter(({ refusal }) => refusal !== null)).toEqual([]);
      const strange = await secretary.api.GET('/api/v1/people/role-choices', {
        params: { query: { unitId: unitId('B1') } },
      });
      expect(strange.response.status).toBe(404);
    });

    it('can learn of at most twenty telephones an hour whether they are registered', async () => {
      const curious = await stage.actor('community_secretary', 'A1');
      const known = await stage.actor('volunteer', 'B1');
      const meet = () =>
        curious.api.POST('/api/v1/people', {
          body: { name: '林别人', phone: known.phone, roles: [{ role: 'volunteer', unitId: unitId('A1') }] },
        });
      for (let times = 0; times < 20; times += 1) expect(codeOf(await meet())).toBe('PHONE_TAKEN');
      expect(codeOf(await meet())).toBe('TOO_MANY_REQUESTS');
      // Registering unknown people is still possible.
      expect((await enter(curious, 'volunteer')).error).toBeUndefined();
    });

    it('can register, recover and close accounts of volunteers and grid workers', async () => {
      const { data } = await enter(secretary, 'grid_worker');
      expect((await giveCode(secretary, data!.id)).data!.code).toMatch(/^QD-/);
      expect((await propose(secretary, data!.id, 'volunteer')).data).toMatchObject({ isPending: false });
      expect((await close(secretary, data!.id)).error).toBeUndefined();
    });
  });

  describe('an appointment', () => {
    it('works only when a second person above has confirmed it', async () => {
      const phone = nextPhone();
      const { data } = await enter(town, 'finance_clerk', 'A1', phone);
      const grantId = await grantOf(data!.id, 'finance_clerk');
      expect(codeOf(await giveCode(town, data!.id))).toBe('PROPOSER_HAS_NO_KEY');
      expect(codeOf(await confirm(town, grantId))).toBe('SECOND_PERSON');
      expect(codeOf(await confirm(secretary, grantId))).toBe('APPOINTED_FROM_ABOVE');
      expect((await confirm(await stage.actor('town_officer', 'B'), grantId)).response.status).toBe(404);
      const { data: listed } = await district.api.GET('/api/v1/people/appointments', {
        params: { query: { limit: 100 } },
      });
      expect(listed!.items.find(({ id }) => id === grantId)).toMatchObject({
        role: 'finance_clerk',
        proposedBy: town.id,
        refusal: null,
      });
      const refusalFor = async (by: Actor): Promise<string | null | undefined> =>
        (await answer(by.api.GET('/api/v1/people/appointments', { params: { query: { limit: 100 } } }))).items.find(
          ({ id }) => id === grantId,
        )?.refusal;
      expect(await refusalFor(town)).toMatch('任命须由另一位上级人员确认');
      expect(await refusalFor(secretary)).toMatch('由上一级单位任免');
      expect((await confirm(district, grantId)).data).toEqual({ id: grantId, needsActivationCode: true });
      expect(codeOf(await confirm(top.confirms, grantId))).toBe('APPOINTMENT_NOT_FOUND');
      expect(codeOf(await giveCode(town, data!.id))).toBe('PROPOSER_HAS_NO_KEY');
      const { data: given } = await giveCode(district, data!.id);
      expect((await choosePassword(phone, given!.code)).error).toBeUndefined();
      const session = await open(phone);
      const { data: me } = await session.GET('/api/v1/me');
      expect(me!.roles).toMatchObject([{ role: 'finance_clerk', isPending: false }]);
    });

    it('gives no permission while it is pending', async () => {
      const volunteer = await register(stage, top, { role: 'volunteer', unit: 'A1', phone: nextPhone() });
      expect((await propose(town, volunteer.id, 'community_director')).data).toMatchObject({ isPending: true });
      const session = await open(volunteer.phone);
      expect(codeOf(await session.GET('/api/v1/work-queue'))).toBe('FORBIDDEN');
      expect((await session.GET('/api/v1/me')).data!.roles.map(({ isPending }) => isPending).toSorted()).toEqual([
        false,
        true,
      ]);
    });

    it('cannot be confirmed by a person whom the proposer registered, nor by one who just gave the proposer account access', async () => {
      const puppet = await register(
        stage,
        { proposes: district, confirms: top.proposes },
        {
          role: 'town_officer',
          unit: 'A',
          phone: nextPhone(),
        },
      );
      const made = await enter(district, 'finance_clerk', 'A1');
      const session = await open(puppet.phone);
      const grantId = await grantOf(made.data!.id, 'finance_clerk');
      const path = { params: { path: { grantId } } };
      expect(codeOf(await session.POST('/api/v1/people/roles/{grantId}/confirmation', path))).toBe('SECOND_PERSON');
      // The administrator who handed the town officer a code could be that town officer.
      const { data } = await session.POST('/api/v1/people', {
        body: { name: '何书记', phone: nextPhone(), roles: [{ role: 'finance_clerk', unitId: unitId('A1') }] },
      });
      expect(codeOf(await confirm(top.proposes, await grantOf(data!.id, 'finance_clerk')))).toBe('SECOND_PERSON');
      expect((await confirm(top.confirms, await grantOf(data!.id, 'finance_clerk'))).error).toBeUndefined();
    });

    it('cannot be confirmed through an account that the proposer recovered', async () => {
      const [between, confirmer] = [await stage.actor('district_officer', 'D'), await stage.actor('town_officer', 'A')];
      await gaveKey(top.proposes, between);
      await gaveKey(between, confirmer);
      const made = await enter(top.proposes, 'finance_clerk', 'A1');
      const grantId = await grantOf(made.data!.id, 'finance_clerk');
      expect(codeOf(await confirm(confirmer, grantId))).toBe('SECOND_PERSON');
      expect((await confirm(town, grantId)).error).toBeUndefined();
    });

    it('ends the control of those who managed the account before', async () => {
      const volunteer = await register(
        stage,
        { proposes: secretary, confirms: secretary },
        { role: 'volunteer', unit: 'A1', phone: nextPhone() },
      );
      const { data } = await propose(town, volunteer.id, 'community_director');
      expect((await confirm(district, data!.id)).error).toBeUndefined();
      expect(
        codeOf(await anybody.POST('/api/v1/sessions', { body: { phone: volunteer.phone, password: PASSWORD } })),
      ).toBe('SIGN_IN_FAILED');
    });

    it('is refused when one person would hold conflicting duties, delegations included', async () => {
      const clerk = await stage.actor('finance_clerk', 'A');
      expect((await propose(top.proposes, clerk.id, 'community_secretary', 'A1')).error).toMatchObject({
        code: 'ROLE_CONFLICT',
        title: '此人在同一单位（或上下级单位）已有“财务”职责，两者不能由一人担任。',
      });
      expect(codeOf(await propose(top.proposes, clerk.id, 'supervision_committee', 'A1'))).toBe('ROLE_CONFLICT');
      const worker = await stage.actor('grid_worker', 'A1');
      expect(codeOf(await propose(town, worker.id, 'community_secretary', 'A1'))).toBe('ROLE_CONFLICT');
      expect((await propose(town, worker.id, 'community_director', 'A2')).data).toMatchObject({ isPending: true });
      const body = { name: '梁志强', phone: nextPhone() };
      const roles = [
        { role: 'finance_clerk' as const, unitId: unitId('A1') },
        { role: 'supervision_committee' as const, unitId: unitId('A1') },
      ];
      expect(codeOf(await town.api.POST('/api/v1/people', { body: { ...body, roles } }))).toBe('ROLE_CONFLICT');
      // A deputy of the secretary does not become the clerk meanwhile.
      const deputy = await stage.actor('community_director', 'A2');
      await stage.rows(
        `INSERT INTO delegation (id, grant_id, deputy_id, from_on, until_on, reason, given_by, given_at)
         VALUES (UUID(), ?, ?, '2020-01-01', '2099-01-01', 'x', ?, NOW(3))`,
        [await grantOf(secretary.id, 'community_secretary'), deputy.id, secretary.id],
      );
      expect(codeOf(await propose(top.proposes, deputy.id, 'finance_clerk', 'A1'))).toBe('ROLE_CONFLICT');
    });
  });

  describe('a role that another office gives', () => {
    let neighbour: Actor;
    beforeAll(async () => {
      neighbour = await stage.actor('community_secretary', 'B1');
    });

    it('as volunteer does not end the control of the office above over a clerk', async () => {
      const clerk = await stage.actor('finance_clerk', 'A1');
      await stage.grant(clerk.id, 'volunteer', 'B1');
      for (const act of [giveCode, close]) expect(codeOf(await act(neighbour, clerk.id))).toBe('PERSON_NOT_FOUND');
      expect((await giveCode(town, clerk.id)).data!.code).toMatch(/^QD-/);
      expect((await close(town, clerk.id)).error).toBeUndefined();
    });

    it('as volunteer does not block the confirmation of an appointment', async () => {
      const { data } = await enter(town, 'community_director', 'A1');
      await stage.grant(data!.id, 'volunteer', 'B1');
      const other = await stage.actor('town_officer', 'A');
      const confirmed = await confirm(other, await grantOf(data!.id, 'community_director'));
      expect(confirmed.data).toMatchObject({ needsActivationCode: true });
    });

    it('leaves the session and the activation code of a grid worker valid', async () => {
      const worker = await stage.actor('grid_worker', 'A1');
      await stage.grant(worker.id, 'resident', 'B1');
      const { data: given } = await giveCode(secretary, worker.id);
      expect((await propose(neighbour, worker.id, 'volunteer', 'B1')).error).toBeUndefined();
      expect((await worker.api.GET('/api/v1/me')).data!.roles).toHaveLength(3);
      expect((await revoke(neighbour, await grantOf(worker.id, 'volunteer'))).error).toBeUndefined();
      expect((await worker.api.GET('/api/v1/me')).data!.roles).toHaveLength(2);
      expect((await choosePassword(worker.phone, given!.code)).error).toBeUndefined();
      expect((await close(secretary, worker.id)).error).toBeUndefined();
    });

    it('cannot be a staff role for a person whom the first office manages', async () => {
      const worker = await stage.actor('grid_worker', 'A1');
      const volunteer = await stage.actor('volunteer', 'A1');
      for (const { id } of [worker, volunteer]) {
        await stage.grant(id, 'volunteer', 'B1');
        expect(codeOf(await propose(neighbour, id, 'grid_leader', 'B1'))).toBe('SERVES_ELSEWHERE');
        expect((await giveCode(secretary, id)).error).toBeUndefined();
        expect((await propose(top.proposes, id, 'grid_leader', 'B1')).error).toBeUndefined();
        // From now on the office above both has it in hand.
        expect(codeOf(await giveCode(neighbour, id))).toBe(id === worker.id ? 'PERSON_NOT_FOUND' : undefined);
      }
    });

    it('does not transfer a volunteer: the office of the first role stays responsible', async () => {
      const volunteer = await stage.actor('volunteer', 'A1');
      await stage.grant(volunteer.id, 'resident', 'B1');
      for (const act of [giveCode, close]) expect(codeOf(await act(neighbour, volunteer.id))).toBe('PERSON_NOT_FOUND');
      expect((await giveCode(secretary, volunteer.id)).error).toBeUndefined();
    });

    it('does not take over a volunteer who recently signed or paid', async () => {
      const clerk = await stage.actor('finance_clerk', 'A1');
      await stage.grant(clerk.id, 'volunteer', 'B1');
      expect((await revoke(town, await grantOf(clerk.id, 'finance_clerk'))).error).toBeUndefined();
      expect(codeOf(await giveCode(neighbour, clerk.id))).toBe('PERSON_NOT_FOUND');
      expect((await giveCode(town, clerk.id)).error).toBeUndefined();
    });
  });

  describe('a closed account', () => {
    it('is reopened by an office that may close it, with its previous roles', async () => {
      const phone = nextPhone();
      const { data } = await enter(secretary, 'resident', 'A1', phone);
      await choosePassword(phone, (await giveCode(secretary, data!.id)).data!.code);
      await close(secretary, data!.id);
      const neighbour = await stage.actor('community_secretary', 'B1');
      expect(codeOf(await reopen(neighbour, data!.id))).toBe('PERSON_NOT_FOUND');
      expect((await reopen(town, data!.id)).error).toBeUndefined();
      const me = await answer((await open(phone)).GET('/api/v1/me'));
      expect(me.roles.map(({ role }) => role)).toEqual(['resident']);
      expect(codeOf(await reopen(town, data!.id))).toBe('PERSON_NOT_FOUND');
    });

    it('of a payer is reopened only from above, and never after erasure', async () => {
      const clerk = await stage.actor('finance_clerk', 'A1');
      await close(town, clerk.id);
      expect(codeOf(await reopen(secretary, clerk.id))).toBe('APPOINTED_FROM_ABOVE');
      expect((await reopen(town, clerk.id)).error).toBeUndefined();
      await close(town, clerk.id);
      await stage.rows(
        `UPDATE person SET erased_at = disabled_at, name = NULL, phone = NULL, password_hash = NULL WHERE id = ?`,
        [clerk.id],
      );
      expect(codeOf(await reopen(town, clerk.id))).toBe('PERSON_NOT_FOUND');
      await stage.rows('UPDATE role_grant SET revoked_at = UTC_TIMESTAMP(3) WHERE person_id = ?', [clerk.id]);
      await stage.rows('DELETE FROM session WHERE person_id = ?', [clerk.id]);
    });
  });

  describe('an activation code', () => {
    it('becomes void when roles change', async () => {
      const phone = nextPhone();
      const { data } = await enter(secretary, 'volunteer', 'A1', phone);
      const { data: given } = await giveCode(secretary, data!.id);
      await propose(secretary, data!.id, 'grid_worker');
      expect(codeOf(await choosePassword(phone, given!.code))).toBe('ACTIVATION_CODE_WRONG');
    });

    it('is invalid once its issuer may no longer issue it', async () => {
      const giver = await stage.actor('community_secretary', 'A1');
      const phone = nextPhone();
      const { data } = await enter(giver, 'volunteer', 'A1', phone);
      const { data: given } = await giveCode(giver, data!.id);
      expect((await revoke(town, await grantOf(giver.id, 'community_secretary'))).error).toBeUndefined();
      expect(codeOf(await choosePassword(phone, given!.code))).toBe('ACTIVATION_CODE_WRONG');
    });
  });

  describe('sessions', () => {
    it('end when a role with confirmation is given or revoked, and with the last role', async () => {
      const person = await stage.actor('volunteer', 'A1');
      expect((await person.api.GET('/api/v1/me')).response.status).toBe(200);
      await propose(town, person.id, 'finance_clerk');
      expect((await person.api.GET('/api/v1/me')).response.status).toBe(401);
      const worker = await stage.actor('grid_worker', 'A1');
      await revoke(secretary, await grantOf(worker.id, 'grid_worker'));
      expect((await worker.api.GET('/api/v1/me')).response.status).toBe(401);
      const [{ open: left }] = (await stage.rows(
        'SELECT COUNT(*) AS open FROM session WHERE person_id IN (?) AND ended_at IS NULL',
        [[person.id, worker.id]],
      )) as [{ open: number }];
      expect(left).toBe(0);
    });

    it('use the current roles, and get the lifetime of staff sessions with a staff role', async () => {
      const person = await stage.actor('volunteer', 'A1');
      const mayRead = async () =>
        (await person.api.GET('/api/v1/wishes', { params: { query: { limit: 1 } } })).response.status;
      expect(await mayRead()).toBe(403);
      await propose(secretary, person.id, 'grid_worker');
      expect(await mayRead()).toBe(200);
      const [session] = await stage.rows<{ idle_minutes: number; hours: number }>(
        `SELECT idle_minutes, TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(3), expires_at) / 60 AS hours FROM session WHERE person_id = ?`,
        [person.id],
      );
      expect(session!.idle_minutes).toBe(30);
      expect(Number(session!.hours)).toBeLessThanOrEqual(12);
      await revoke(secretary, await grantOf(person.id, 'grid_worker'));
      expect(await mayRead()).toBe(403);
    });
  });

  describe('a recovery', () => {
    /** A clerk who works, and then got a code from above. */
    const recovered = async () => {
      const clerk = await register(
        stage,
        { proposes: town, confirms: district },
        {
          role: 'finance_clerk',
          unit: 'A1',
          phone: nextPhone(),
        },
      );
      const { data } = await giveCode(district, clerk.id);
      return { ...clerk, code: data!.code };
    };
    const payNothing = (api: ApiClient) =>
      api.POST('/api/v1/spend-requests/{spendRequestId}/payments', {
        params: { path: { spendRequestId: unitId('A1') } },
        body: { amountFen: 1, voucherNo: 'JZ-1', fileIds: [], isLast: true },
      });

    it('suspends permissions over money for a day', async () => {
      const clerk = await recovered();
      expect((await choosePassword(clerk.phone, clerk.code, 'another long sentence')).error).toBeUndefined();
      const session = await open(clerk.phone, 'another long sentence');
      const refused = await payNothing(session);
      expect(codeOf(refused)).toBe('MONEY_RIGHTS_SUSPENDED');
      const { data: me } = await session.GET('/api/v1/me');
      const hours = (new Date(me!.suspendedUntil!).getTime() - Date.now()) / 3_600_000;
      expect(hours).toBeGreaterThan(23);
      expect(hours).toBeLessThan(25);
      // The day has passed.
      await stage.rows(
        `UPDATE person p JOIN account_recovery r ON r.person_id = p.id
         SET p.money_suspended_until = NOW(3) - INTERVAL 1 SECOND, r.suspended_until = IF(r.suspended_until IS NULL, NULL, NOW(3) - INTERVAL 1 SECOND)
         WHERE p.id = ?`,
        [clerk.id],
      );
      expect((await payNothing(session)).response.status).toBe(404);
    });

    it('by removal of the second factor suspends them, too', async () => {
      const clerk = await register(
        stage,
        { proposes: town, confirms: district },
        {
          role: 'finance_clerk',
          unit: 'A1',
          phone: nextPhone(),
        },
      );
      await open(clerk.phone);
      expect((await takeFactor(district, clerk.id)).error).toBeUndefined();
      expect(codeOf(await payNothing(await open(clerk.phone)))).toBe('MONEY_RIGHTS_SUSPENDED');
    });

    it('is stopped by the office above: the account is locked', async () => {
      const clerk = await recovered();
      await choosePassword(clerk.phone, clerk.code, 'another long sentence');
      const session = await open(clerk.phone, 'another long sentence');
      const stopped = await district.api.DELETE('/api/v1/people/{personId}/recovery', {
        params: { path: { personId: clerk.id } },
      });
      expect(stopped.error).toBeUndefined();
      expect((await session.GET('/api/v1/me')).response.status).toBe(401);
      expect(
        codeOf(
          await anybody.POST('/api/v1/sessions', { body: { phone: clerk.phone, password: 'another long sentence' } }),
        ),
      ).toBe('SIGN_IN_FAILED');
    });

    it('is stopped by the person: signed in before the code was used, or by the link in the message', async () => {
      const clerk = await recovered();
      const session = await open(clerk.phone);
      expect((await session.DELETE('/api/v1/me/recovery')).error).toBeUndefined();
      expect(codeOf(await choosePassword(clerk.phone, clerk.code))).toBe('ACTIVATION_CODE_WRONG');
      expect((await session.GET('/api/v1/me')).response.status).toBe(200);

      const { data } = await giveCode(district, clerk.id);
      await choosePassword(clerk.phone, data!.code, 'another long sentence');
      const [recovery] = await stage.rows<{ id: string }>(
        'SELECT id FROM account_recovery WHERE person_id = ? ORDER BY given_at DESC LIMIT 1',
        [clerk.id],
      );
      const link = (token: string) => anybody.POST('/api/v1/public/recovery-stops', { body: { token } });
      expect((await link(`${recovery!.id}.${'A'.repeat(43)}`)).response.status).toBe(404);
      expect((await link(stage.stopToken(recovery!.id))).response.status).toBe(204);
      expect((await link(stage.stopToken(recovery!.id))).response.status).toBe(404);
      const [{ locked }] = (await stage.rows('SELECT password_hash IS NULL AS locked FROM person WHERE id = ?', [
        clerk.id,
      ])) as [{ locked: number }];
      expect(locked).toBe(1);
    });

    it('cannot be stopped once its code was replaced or has expired', async () => {
      const clerk = await recovered();
      const recoveryOf = async (): Promise<string> =>
        (
          await stage.rows<{ id: string }>('SELECT recovery_id AS id FROM activation_code WHERE person_id = ?', [
            clerk.id,
          ])
        )[0]!.id;
      const link = async (recoveryId: string) =>
        (await anybody.POST('/api/v1/public/recovery-stops', { body: { token: stage.stopToken(recoveryId) } })).response
          .status;
      const replaced = await recoveryOf();
      await giveCode(district, clerk.id);
      expect(await link(replaced)).toBe(404);
      const current = await recoveryOf();
      expect(current).not.toBe(replaced);
      await stage.rows('UPDATE activation_code SET valid_until = UTC_TIMESTAMP(3) WHERE person_id = ?', [clerk.id]);
      expect(await link(current)).toBe(404);
      const session = await open(clerk.phone);
      expect((await session.DELETE('/api/v1/me/recovery')).response.status).toBe(404);
      const stopped = await district.api.DELETE('/api/v1/people/{personId}/recovery', {
        params: { path: { personId: clerk.id } },
      });
      expect(codeOf(stopped)).toBe('RECOVERY_NOT_FOUND');
      await giveCode(district, clerk.id);
      expect(await link(await recoveryOf())).toBe(204);
    });
  });

  describe('a payment', () => {
    const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
    const spent = async (worker: Actor, leader: Actor, signer: Actor = secretary): Promise<string> => {
      const { data } = await ask(worker, await stage.wish({ enteredBy: worker.id }), formOf(26_000));
      expect((await sign(signer, data!.id)).error).toBeUndefined();
      expect((await accept(leader, data!.id)).error).toBeUndefined();
      return data!.id;
    };
    beforeAll(async () => {
      await answer(
        district.api.POST('/api/v1/fund-allotments', {
          body: { unitId: unitId('A1'), year, amountFen: 50_000_000 },
        }),
      );
    });

    it('needs three people: those whom the signer appointed do not count', async () => {
      const [worker, leader] = [await stage.actor('grid_worker', 'A1'), await stage.actor('grid_leader', 'A1')];
      await stage.rows(`UPDATE role_grant SET origin = 'office', granted_by = ? WHERE person_id IN (?)`, [
        secretary.id,
        [worker.id, leader.id],
      ]);
      const clerk = await stage.actor('finance_clerk', 'A');
      const id = await spent(worker, leader);
      expect(codeOf(await pay(clerk, id, 26_000))).toBe('PEOPLE_DEPENDENT');
      await stage.rows(`UPDATE role_grant SET granted_by = ? WHERE person_id = ?`, [town.id, leader.id]);
      expect((await pay(clerk, id, 26_000)).error).toBeUndefined();
    });

    it('needs three people: a recovered account and the accounts that it registered count as one', async () => {
      const [between, other] = [
        await stage.actor('community_secretary', 'A1'),
        await stage.actor('community_secretary', 'A1'),
      ];
      const [worker, leader] = [await stage.actor('grid_worker', 'A1'), await stage.actor('grid_leader', 'A1')];
      const clerk = await stage.actor('finance_clerk', 'A');
      for (const one of [between, other, clerk]) await gaveKey(town, one);
      await gaveKey(between, worker);
      await gaveKey(other, leader);
      const id = await spent(worker, leader);
      expect(codeOf(await pay(clerk, id, 26_000))).toBe('PEOPLE_DEPENDENT');
      await stage.rows(`UPDATE account_recovery SET used_at = NOW() - INTERVAL 8 DAY WHERE person_id = ?`, [other.id]);
      expect((await pay(clerk, id, 26_000)).error).toBeUndefined();
    });

    it('shows signers that participants were recently registered by one person', async () => {
      const worker = await stage.actor('grid_worker', 'A1');
      await stage.rows('UPDATE person SET registered_by = ? WHERE id = ?', [secretary.id, worker.id]);
      const { data } = await ask(worker, await stage.wish({ enteredBy: worker.id }), formOf(26_000));
      await sign(secretary, data!.id);
      const { data: request } = await town.api.GET('/api/v1/spend-requests/{spendRequestId}', {
        params: { path: { spendRequestId: data!.id } },
      });
      expect(request!.checks).toContainEqual(
        expect.objectContaining({ code: 'madeByOne', facts: expect.objectContaining({ people: 2 }) }),
      );
    });
  });

  it('keeps every invariant about people', async () => {
    const { out } = await stage.cli(['verify', '--json']);
    const { results } = JSON.parse(out) as { results: { name: string; holds: boolean; findings: string[] }[] };
    const people = results.filter(({ name }) => name.startsWith('person.'));
    expect(people.length).toBeGreaterThanOrEqual(6);
    expect(people.filter(({ holds }) => !holds)).toEqual([]);
  });
});
