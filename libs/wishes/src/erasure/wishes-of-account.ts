import { Injectable } from '@nestjs/common';
import { type AccountPart, type Obstacle, type Reader, type Tx } from '#libs/platform';
import { People } from '#libs/identity';
import { goesOn, hasEnded } from '../wish.lifecycle.js';
import { EraseWishes } from './erase-wishes.js';
import { SamePerson } from './same-person.js';

interface OwnWish {
  id: string;
  goesOn: number;
}

/** What a deleted account leaves among the wishes. Own wishes that have ended are erased with it; claims stay under the
 *  person's number, since hours were confirmed for them. Only what was said in the person's own words goes. */
@Injectable()
export class WishesOfAccount implements AccountPart {
  constructor(
    private readonly people: People,
    private readonly samePerson: SamePerson,
    private readonly eraseWishes: EraseWishes,
  ) {}

  readonly obstacles = async (reader: Reader, personId: string): Promise<Obstacle[]> => {
    const claims = await reader.row<Record<'live' | 'unconfirmed', number>>(
      `SELECT (SELECT COUNT(*) FROM claim WHERE volunteer_id = ? AND status IN ('active','begun')) AS live,
         (SELECT COUNT(*) FROM claim c JOIN wish w ON w.id = c.wish_id AND w.status = 'fulfilled'
          WHERE c.volunteer_id = ? AND c.status = 'fulfilled') AS unconfirmed`,
      [personId, personId],
    );
    const wishes = await this.ownWishes(reader, personId);
    const open = wishes.filter((wish) => wish.goesOn).length;
    return [
      {
        code: 'claims',
        count: Number(claims?.live ?? 0),
        text: { zh: '{count} 个认领还没有办完或归还', en: '{count} claim(s) neither done nor given back' },
      },
      {
        code: 'unconfirmed',
        count: Number(claims?.unconfirmed ?? 0),
        text: {
          zh: '{count} 个已圆梦的心愿还没有确认（确认后才有服务时长）',
          en: '{count} fulfilled wish(es) not confirmed yet (hours count after that)',
        },
      },
      {
        code: 'wishes',
        count: open,
        text: {
          zh: '{count} 个自己的心愿还在办理，请先撤回或等办结',
          en: '{count} own wish(es) under way: withdraw them, or wait',
        },
      },
    ];
  };

  readonly erase = async (tx: Tx, personId: string): Promise<void> => {
    const wishes = await this.ownWishes(tx, personId);
    const erasable = wishes.filter((wish) => !wish.goesOn).map(({ id }) => id);
    await this.eraseWishes.endDrafts(tx, erasable);
    await this.eraseWishes.erase(tx, erasable, 'account');
    await tx.execute('UPDATE claim SET end_reason = NULL WHERE volunteer_id = ? AND end_reason IS NOT NULL', [
      personId,
    ]);
    await tx.execute(
      `UPDATE fulfilment f JOIN wish w ON w.id = f.wish_id AND ${hasEnded('w.status')} SET f.what = NULL, f.evidence = NULL WHERE f.recorded_by = ?`,
      [personId],
    );
    await tx.execute('UPDATE confirmation SET comment = NULL WHERE confirmed_by = ? AND comment IS NOT NULL', [
      personId,
    ]);
    await tx.execute('DELETE FROM claim_load WHERE volunteer_id = ? AND open_claims = 0', [personId]);
  };

  /** What the person asked for, for whomever, and what is for the person's own name and telephone. */
  private async ownWishes(reader: Reader, personId: string): Promise<OwnWish[]> {
    const phoneHashes = await this.people.phoneHashes(reader, personId);
    const name = (await this.people.details(reader, [personId])).get(personId)?.name;
    const entries = name ? await this.samePerson.entriesOfAccount(reader, { phoneHashes, name }) : [];
    return reader.rows<OwnWish>(
      `SELECT id, ${goesOn('status')} AS goes_on FROM wish WHERE erased_at IS NULL AND requester_id = ?
       UNION SELECT id, ${goesOn('status')} FROM wish WHERE erased_at IS NULL AND beneficiary_id IN (?)`,
      [personId, entries.length > 0 ? entries : [null]],
    );
  }
}
