import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { InvalidInput } from '#libs/platform';
import { FairQueue } from './fair-queue.js';

/** argon2id, 64 MiB, three passes: 67 ms on the reference machine, in libuv's threads. */
const COST = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };
const LIMITS = { atOnce: 2, mostPerKey: 5, most: 300 };

/** Shortest password that the request bodies accept. */
const SHORTEST = 8;
/** Common passwords of this country and district; the package knows the international ones. */
const COMMON_HERE = '123123123 12341234 87654321 woaini1314 5201314520 nanhai123 foshan123'.split(' ');

/** Hashes and checks passwords, at most two at a time, so that many sign-ins cannot block everything else. Each person
 *  has their own lane, so that many attempts of one person do not delay others. */
@Injectable()
export class Passwords {
  private readonly queue = new FairQueue(LIMITS);
  private readonly decoy = hash('no person has this password', COST);
  private common?: Promise<ReadonlySet<string>>;

  /** lane: the person, or the telephone with the address of the attempt; without it the call has a lane of its own.
   *  Throws TOO_MANY_REQUESTS if five calls wait in the lane, or 300 in all lanes. */
  async hash(password: string, lane: unknown = Symbol('own lane')): Promise<string> {
    return this.queue.run(lane, () => hash(password, COST));
  }

  /** Takes as long for an unknown person (`null`) as for a wrong password. Lane and errors as with `hash`. */
  async matches(stored: string | null, password: string, lane: unknown = Symbol('own lane')): Promise<boolean> {
    const against = stored ?? (await this.decoy);
    const equal = await this.queue.run(lane, () => verify(against, password));
    return equal && stored !== null;
  }

  /** Throws INVALID_INPUT for a password that is easy to guess. The request body checks the length. */
  async assertStrong(password: string, phone: string, locale: 'zh' | 'en'): Promise<void> {
    this.common ??= readCommon();
    const weak =
      (await this.common).has(password.toLowerCase()) || password.includes(phone) || /^(.)\1+$/.test(password);
    if (!weak) return;
    const reason = locale === 'en' ? 'is too easy to guess' : '太容易被猜到，请换一个';
    throw InvalidInput({ faults: [{ field: 'password', reason }] });
  }
}

/** Attackers guess leaked passwords first. The list is loaded when somebody sets a password; most processes never need
 *  it. */
async function readCommon(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set([...dictionary['passwords-common'].filter(({ length }) => length >= SHORTEST), ...COMMON_HERE]);
}
