import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT_STEPS, ROLE_STEPS, type AccountStep, type RoleStep } from '#libs/identity';
import { DELIVERY_STATUSES } from '#libs/notifications';
import { newId } from '#libs/platform';
import { HOME, castOf } from '../support/objects.js';
import { Stage, type Actor } from '../support/stage.js';
import { playSteps, sendAs } from '../support/steps.js';

const DAY_MS = 86_400_000;
const dayIn = (days: number): string => new Date(Date.now() + 8 * 3_600_000 + days * DAY_MS).toISOString().slice(0, 10);

describe('the steps that the server allows', () => {
  let stage: Stage;
  let base: string;
  let people: Record<string, Actor>;
  let deputy: Actor;

  beforeAll(async () => {
    stage = await Stage.open('allowed_accounts');
    base = await stage.startApi();
    people = { ...(await castOf(stage, HOME)), stranger: await stage.actor('town_officer', 'B') };
    deputy = await stage.actor('town_officer', 'A');
  });
  afterAll(() => stage.close());

  /** The page of the list on which a thing stands, as one person sees it. */
  const listed = async <T extends { id: string }>(actor: Actor, path: string, id: string): Promise<T | undefined> => {
    const response = await fetch(`${base}/api/v1/${path}`, { headers: { cookie: actor.cookie } });
    return response.ok ? ((await response.json()) as { items: T[] }).items.find((one) => one.id === id) : undefined;
  };

  describe('with an account', () => {
    type Step = AccountStep | RoleStep;
    interface Account {
      id: string;
      grantId: string;
    }
    interface State {
      role?: string;
      isDisabled?: boolean;
      recovery?: 'given' | 'suspended' | 'stopped';
      hasSecondFactor?: boolean;
    }
    const plant =
      ({ role = 'volunteer', isDisabled, recovery, hasSecondFactor }: State) =>
      async (): Promise<Account> => {
        const { id } = await stage.actor(role, 'A1');
        await stage.db.query('UPDATE person SET activated_at = NOW(3), disabled_at = ? WHERE id = ?', [
          isDisabled ? new Date() : null,
          id,
        ]);
        await stage.db.query('DELETE FROM second_factor WHERE person_id = ?', [id]);
        if (hasSecondFactor)
          await stage.db.query('INSERT INTO second_factor (person_id, secret, set_at) VALUES (?,?,NOW(3))', [
            id,
            randomBytes(60),
          ]);
        if (recovery) {
          const recoveryId = newId();
          const isUsed = recovery === 'suspended';
          await stage.db.query('INSERT INTO account_recovery SET ?', {
            id: recoveryId,
            person_id: id,
            kind: 'password',
            given_by: people.administrator!.id,
            given_at: new Date(),
            used_at: isUsed ? new Date() : null,
            suspended_until: isUsed ? new Date(Date.now() + DAY_MS) : null,
            stopped_at: recovery === 'stopped' ? new Date() : null,
          });
          if (recovery === 'given')
            await stage.db.query('INSERT INTO activation_code SET ?', {
              person_id: id,
              code_hash: randomBytes(32),
              given_at: new Date(),
              valid_until: new Date(Date.now() + DAY_MS),
              recovery_id: recoveryId,
            });
          if (recovery === 'stopped') await stage.db.query('UPDATE person SET password_hash = NULL WHERE id = ?', [id]);
        }
        const [grant] = await stage.rows<{ id: string }>('SELECT id FROM role_grant WHERE person_id = ?', [id]);
        return { id, grantId: grant!.id };
      };
    const COMMANDS: Record<Step, (account: Account) => readonly [string, string, object?]> = {
      addRole: ({ id }) => ['POST', `people/${id}/roles`, { role: 'resident', unitId: stage.unit('A1').id }],
      giveActivationCode: ({ id }) => ['POST', `people/${id}/activation-code`],
      stopRecovery: ({ id }) => ['DELETE', `people/${id}/recovery`],
      removeSecondFactor: ({ id }) => ['DELETE', `people/${id}/second-factor`],
      disable: ({ id }) => ['POST', `people/${id}/disabling`],
      reopen: ({ id }) => ['DELETE', `people/${id}/disabling`],
      revoke: ({ grantId }) => ['DELETE', `people/roles/${grantId}`],
      delegate: ({ grantId }) => [
        'POST',
        'delegations',
        { grantId, deputyId: deputy.id, fromOn: dayIn(1), untilOn: dayIn(2), reason: '外出学习' },
      ],
    };
    interface Listed {
      id: string;
      allowedSteps: string[];
      roles: { id: string; allowedSteps: string[] }[];
    }
    const offered = async (actor: Actor, { id, grantId }: Account): Promise<string[]> => {
      const person = await listed<Listed>(actor, `people?limit=100&unitId=${stage.unit('A1').id}`, id);
      const role = person?.roles.find((one) => one.id === grantId);
      return [...(person?.allowedSteps ?? []), ...(role?.allowedSteps ?? [])];
    };

    it.each<[string, State, Step[]]>([
      ['of a volunteer', {}, ['addRole', 'giveActivationCode', 'disable', 'revoke']],
      ['with a second factor', { hasSecondFactor: true }, ['removeSecondFactor', 'giveActivationCode']],
      ['with an activation code', { recovery: 'given' }, ['stopRecovery', 'giveActivationCode']],
      ['that was recovered', { recovery: 'suspended' }, ['stopRecovery', 'disable']],
      ['whose recovery was stopped', { recovery: 'stopped' }, ['giveActivationCode', 'disable']],
      ['of a secretary', { role: 'community_secretary' }, ['giveActivationCode', 'revoke', 'delegate']],
      ['of a grid worker', { role: 'grid_worker' }, ['addRole', 'giveActivationCode', 'disable', 'revoke']],
      ['that is disabled', { isDisabled: true }, ['reopen']],
    ])('%s are those that the commands accept', async (_, state, expected) => {
      // A disabled account is prepared or cleaned up by its commands as well; the page offers to reopen it first.
      const all: Step[] = state.isDisabled ? ['disable', 'reopen', 'addRole'] : [...ACCOUNT_STEPS, ...ROLE_STEPS];
      const taken = await playSteps<Account, Step>({
        people,
        plant: plant(state),
        steps: () => all,
        offered,
        send: (actor, account, step) => sendAs(actor, base, COMMANDS[step](account)),
        print: ({ id }) =>
          stage.rows(
            `SELECT p.disabled_at, p.password_hash, (SELECT COUNT(*) FROM second_factor f WHERE f.person_id = p.id) AS factors,
               (SELECT COUNT(*) FROM activation_code c WHERE c.person_id = p.id) AS codes,
               (SELECT GROUP_CONCAT(CONCAT_WS('/', r.id, r.stopped_at)) FROM account_recovery r WHERE r.person_id = p.id) AS recoveries,
               (SELECT GROUP_CONCAT(CONCAT_WS('/', g.id, g.revoked_at)) FROM role_grant g WHERE g.person_id = p.id) AS roles
             FROM person p WHERE p.id = ?`,
            [id],
          ),
      });
      expect([...taken]).toEqual(expect.arrayContaining(expected));
    });
  });

  describe('with a delegation', () => {
    interface Delegation {
      id: string;
    }
    const plant = (from: number, until: number, isEnded: boolean) => async (): Promise<Delegation> => {
      const holder = await stage.actor('community_secretary', 'A1');
      const deputy = await stage.actor('community_director', 'A1');
      const [grant] = await stage.rows<{ id: string }>('SELECT id FROM role_grant WHERE person_id = ?', [holder.id]);
      const id = newId();
      await stage.db.query('INSERT INTO delegation SET ?', {
        id,
        grant_id: grant!.id,
        deputy_id: deputy.id,
        from_on: dayIn(from),
        until_on: dayIn(until),
        reason: '外出学习',
        given_by: holder.id,
        given_at: new Date(),
        ended_at: isEnded ? new Date() : null,
        ended_by: isEnded ? holder.id : null,
      });
      return { id };
    };

    it.each([
      ['that is planned', 1, 2, false, ['end']],
      ['that is in force', 0, 2, false, ['end']],
      ['that is over', -3, -1, false, []],
      ['that was ended', 0, 2, true, []],
    ] as const)('%s are those that the command accepts', async (_, from, until, isEnded, expected) => {
      const taken = await playSteps<Delegation, 'end'>({
        people,
        plant: plant(from, until, isEnded),
        steps: () => ['end'],
        offered: async (actor, { id }) =>
          (await listed<{ id: string; allowedSteps: string[] }>(actor, 'delegations?limit=100', id))?.allowedSteps ??
          [],
        send: (actor, { id }) => sendAs(actor, base, ['POST', `delegations/${id}/ending`]),
        print: ({ id }) => stage.rows('SELECT ended_at, ended_by FROM delegation WHERE id = ?', [id]),
      });
      expect([...taken]).toEqual(expected);
    });
  });

  it.each(DELIVERY_STATUSES.map((status) => [status]))(
    'with a delivery that is %s are those that the command accepts',
    async (status) => {
      const plant = async (): Promise<{ id: string }> => {
        const id = newId();
        await stage.db.query('INSERT INTO delivery SET ?', {
          id,
          channel: 'sms',
          class: 'task',
          target_id: people.administrator!.id,
          person_id: people.administrator!.id,
          status,
          due_at: new Date(),
          created_at: new Date(),
          sample: '{}',
        });
        return { id };
      };
      const taken = await playSteps<{ id: string }, 'repeat'>({
        people,
        plant,
        steps: () => ['repeat'],
        offered: async (actor, { id }) =>
          (await listed<{ id: string; allowedSteps: string[] }>(actor, `deliveries?limit=100&status=${status}`, id))
            ?.allowedSteps ?? [],
        send: (actor, { id }) => sendAs(actor, base, ['POST', `deliveries/${id}/repetition`]),
        print: ({ id }) => stage.rows('SELECT status, attempts FROM delivery WHERE id = ?', [id]),
      });
      expect([...taken]).toEqual(status === 'failed' || status === 'uncertain' ? ['repeat'] : []);
    },
  );
});
