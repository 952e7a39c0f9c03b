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
  /** For those who sign, pay or manage accounts. */
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
/** Two hashes at a time is what the api does; more than this only waits. */
const AT_ONCE = 6;

const SURNAMES = '陈李黄梁何冯罗潘关麦区邓霍招孔谭林吴周刘';
const GIVEN = ['建国', '秀英', '志强', '丽华', '伟明', '桂芳', '永康', '小燕', '锦辉', '淑贞'];
const STRENGTHS = [
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

/** Everybody who plays: registered by the administrator and signed in, each with a session of her own. */
export class Cast {
  readonly players: Player[] = [];
  private readonly password = randomBytes(9).toString('base64url');
  private nextPhone = 17_000_000_001;

  constructor(
    private readonly url: string,
    private readonly admin: ApiClient,
    private readonly units: Unit[],
  ) {}

  /** Signs in and sets up a second factor where the role needs one, as a person does on her first day. */
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
    if (!found) throw new Error(`nobody plays ${role}`);
    return found;
  }
  /** Somebody of the first community, where most roles are; else of wherever the role is held. */
  oneAtHome(role: string): Player {
    const home = this.communities[0]!.id;
    return this.players.find((player) => player.role === role && player.unitId === home) ?? this.one(role);
  }
  all(role: string): Player[] {
    return this.players.filter((player) => player.role === role);
  }

  /** Offices, and for every community of the town a grid worker and her leader, a secretary and a director. */
  async offices(communities: Unit[]): Promise<void> {
    const wanted: [string, Unit][] = [
      ['district_officer', this.district],
      ['auditor', this.district],
      ['town_officer', this.town],
      ['finance_clerk', this.town],
      ['supervision_committee', communities[0]!],
      ['resident', communities[0]!],
      ...communities.flatMap((unit): [string, Unit][] => [
        ['grid_worker', unit],
        ['grid_leader', unit],
        ['community_secretary', unit],
        ['community_director', unit],
      ]),
    ];
    await inParallel(wanted, AT_ONCE, ([role, unit]) => this.enter(role, unit));
  }

  async volunteers(): Promise<void> {
    await inParallel([...Array(VOLUNTEERS).keys()], AT_ONCE, async (at) => {
      const player = await this.enter('volunteer', this.town);
      const strengths = [STRENGTHS[at % STRENGTHS.length]!, STRENGTHS[(at * 3 + 1) % STRENGTHS.length]!];
      await answer(
        player.api.PUT('/api/v1/volunteers/me', {
          body: { strengths: [...new Set(strengths)], maxOpenClaims: 5, licences: [] },
        }),
      );
    });
  }

  private async enter(role: string, unit: Unit): Promise<Player> {
    const phone = String(this.nextPhone);
    this.nextPhone += 1;
    const at = this.players.length;
    const name = `${SURNAMES[at % SURNAMES.length]}${GIVEN[Math.floor(at / SURNAMES.length) % GIVEN.length]}`;
    const body = { name, phone, password: this.password, roles: [{ role: role as 'volunteer', unitId: unit.id }] };
    const { id } = await answer(this.admin.POST('/api/v1/people', { body }));
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
}
