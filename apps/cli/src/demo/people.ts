import { randomBytes } from 'node:crypto';
import { TOTP } from 'otpauth';
import { answer, createApiClient, type ApiClient } from '#libs/api-client';
import { inParallel } from './parallel.js';

export interface Player {
  id: string;
  role: string;
  phone: string;
  password: string;
  unitId: string;
  unitName: string;
  api: ApiClient;
  /** Set for those who sign, pay or manage accounts. */
  recoveryCodes: string[];
}

export interface Unit {
  id: string;
  code: string;
  name: string;
  level: string;
  parentId: string | null;
}

export const VOLUNTEERS = 250;
const TOWN = '440605125';
/** The api computes two password hashes at a time; more requests in parallel only wait. */
const AT_ONCE = 6;

const SURNAMES = '陈李黄梁何冯罗潘关麦区邓霍招孔谭林吴周刘';
const GIVEN = ['建国', '秀英', '志强', '丽华', '伟明', '桂芳', '永康', '小燕', '锦辉', '淑贞'];
const SKILLS = [
  'appliances',
  'fitting',
  'electrical',
  'company',
  'tutoring',
  'haircut',
  'escort',
  'phones',
  'muscle',
  'policy',
] as const;

/** The two offices of an appointment: one proposes, the other confirms and hands out the activation code. */
interface Appointers {
  proposes: ApiClient;
  confirms: ApiClient;
}

/** All people of the demo. They are appointed from above and confirmed by a second person, or registered by the town. Each
 *  has chosen a password and has a session. */
export class Cast {
  readonly players: Player[] = [];
  private readonly password = randomBytes(9).toString('base64url');
  private nextPhone = 17_000_000_001;

  constructor(
    private readonly url: string,
    /** Three: new people depend on their appointer for the first week, and a payment needs three independent people. */
    private readonly admins: readonly [ApiClient, ApiClient, ApiClient],
    private readonly units: Unit[],
  ) {}

  /** Chooses a password with an activation code, as people do on their first day. */
  static async start(url: string, phone: string, code: string, password: string): Promise<void> {
    await answer(createApiClient(url).POST('/api/v1/passwords', { body: { phone, code, password } }));
  }

  /** Signs in and sets up a second factor where the role needs one, as people do on their first day. */
  static async signIn(
    url: string,
    phone: string,
    password: string,
  ): Promise<{ api: ApiClient; recoveryCodes: string[] }> {
    const api = createApiClient(url);
    await answer(api.POST('/api/v1/sessions', { body: { phone, password } }));
    const { isNeeded } = await answer(api.GET('/api/v1/me/second-factor'));
    if (!isNeeded) return { api, recoveryCodes: [] };
    const { secret } = await answer(api.POST('/api/v1/me/second-factor', { body: { password } }));
    const code = new TOTP({ secret }).generate();
    const { recoveryCodes } = await answer(api.PUT('/api/v1/me/second-factor', { body: { code } }));
    return { api, recoveryCodes };
  }

  get district(): Unit {
    return this.units.find(({ level }) => level === 'district')!;
  }
  get town(): Unit {
    return this.units.find(({ code }) => code === TOWN)!;
  }
  get communities(): Unit[] {
    return this.units.filter(({ parentId }) => parentId === this.town.id);
  }

  one(role: string, unitId?: string): Player {
    const found = this.players.find((player) => player.role === role && (!unitId || player.unitId === unitId));
    if (!found) throw new Error(`no person has the role ${role}`);
    return found;
  }
  /** A person of the first community, which has most roles; otherwise of any unit that has the role. */
  oneAtHome(role: string): Player {
    const home = this.communities[0]!.id;
    return this.players.find((player) => player.role === role && player.unitId === home) ?? this.one(role);
  }
  all(role: string): Player[] {
    return this.players.filter((player) => player.role === role);
  }

  /** Creates the offices and, for every community of the town, a grid worker, a grid leader, a secretary and a director. */
  async offices(communities: Unit[]): Promise<void> {
    const [first, second, third] = this.admins;
    const district = await this.enter('district_officer', this.district, { proposes: first, confirms: second });
    const otherDistrict = await this.enter('district_officer', this.district, { proposes: second, confirms: third });
    await this.enter('auditor', this.district, { proposes: first, confirms: second });
    const town = await this.enter('town_officer', this.town, { proposes: district.api, confirms: first });
    await this.enter('finance_clerk', this.town, { proposes: district.api, confirms: otherDistrict.api });
    const byTown = { proposes: town.api, confirms: district.api };
    const supervisors = { proposes: town.api, confirms: otherDistrict.api };
    await this.enter('supervision_committee', communities[0]!, supervisors);
    const wanted: [string, Unit][] = [
      ['resident', communities[0]!],
      ...communities.flatMap((unit): [string, Unit][] => [
        ['grid_worker', unit],
        ['grid_leader', unit],
        ['community_secretary', unit],
        ['community_director', unit],
      ]),
    ];
    await inParallel(wanted, AT_ONCE, ([role, unit]) => this.enter(role, unit, byTown));
  }

  async volunteers(): Promise<void> {
    await inParallel([...Array(VOLUNTEERS).keys()], AT_ONCE, async (at) => {
      const town = this.one('town_officer').api;
      const player = await this.enter('volunteer', this.town, { proposes: town, confirms: town });
      const skills = [SKILLS[at % SKILLS.length]!, SKILLS[(at * 3 + 1) % SKILLS.length]!];
      await answer(
        player.api.PUT('/api/v1/volunteers/me', {
          body: { skills: [...new Set(skills)], maxOpenClaims: 5, licences: [] },
        }),
      );
    });
  }

  /** Appoints a person. Roles that sign, pay or supervise need confirmation by a second office, which hands out the code;
   *  other roles take effect at once. */
  private async enter(role: string, unit: Unit, { proposes, confirms }: Appointers): Promise<Player> {
    const phone = String(this.nextPhone);
    this.nextPhone += 1;
    const at = this.players.length;
    const name = `${SURNAMES[at % SURNAMES.length]}${GIVEN[Math.floor(at / SURNAMES.length) % GIVEN.length]}`;
    const body = { name, phone, roles: [{ role: role as 'volunteer', unitId: unit.id }] };
    const { id } = await answer(proposes.POST('/api/v1/people', { body }));
    const isPending = await this.confirm(id, confirms);
    const { code } = await answer(
      (isPending ? confirms : proposes).POST('/api/v1/people/{personId}/activation-code', {
        params: { path: { personId: id } },
      }),
    );
    await Cast.start(this.url, phone, code, this.password);
    const player = {
      id,
      role,
      phone,
      password: this.password,
      unitId: unit.id,
      unitName: unit.name,
      ...(await Cast.signIn(this.url, phone, this.password)),
    };
    this.players.push(player);
    return player;
  }

  /** Confirms this person's pending appointments; returns whether there were any. */
  private async confirm(personId: string, confirms: ApiClient): Promise<boolean> {
    const { items } = await answer(confirms.GET('/api/v1/people/appointments', { params: { query: { limit: 100 } } }));
    const pending = items.filter((appointment) => appointment.personId === personId);
    for (const { id: grantId } of pending)
      await answer(confirms.POST('/api/v1/people/roles/{grantId}/confirmation', { params: { path: { grantId } } }));
    return pending.length > 0;
  }
}
