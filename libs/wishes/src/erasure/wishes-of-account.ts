import { Injectable } from '@nestjs/common';
import { ErasesAccount, FindsAccountObstacles, type Obstacle, type Reader, type Tx } from '#libs/platform';
import { People } from '#libs/identity';
import { hasOpenSpend } from '#libs/funds';
import { OwnWishes } from '../resident/own-wishes.js';
import { QuestionStore } from '../question/question-store.js';
import { goesOn, hasEnded } from '../wish/wish.lifecycle.js';
import { EraseWishes } from './erase-wishes.js';
import { SamePerson } from './same-person.js';

interface PersonsWish {
  id: string;
  goesOn: number;
  hasOpenSpend: number;
}

/** What a deleted account leaves among the wishes. Wishes for the person that have ended are erased with it. Wishes that the
 *  person submitted for somebody else stay, under an id that identifies no person. Claims stay too, because hours were
 *  confirmed for them; only texts in the person's own words are removed. */
@Injectable()
export class WishesOfAccount {
  constructor(
    private readonly people: People,
    private readonly ownWishes: OwnWishes,
    private readonly samePerson: SamePerson,
    private readonly eraseWishes: EraseWishes,
    private readonly questions: QuestionStore,
  ) {}

  @FindsAccountObstacles()
  async obstacles(reader: Reader, personId: string): Promise<Obstacle[]> {
    const claims = await reader.row<Record<'live' | 'unconfirmed', number>>(
      `SELECT (SELECT COUNT(*) FROM claim WHERE volunteer_id = ? AND status IN ('active','begun')) AS live,
         (SELECT COUNT(*) FROM claim c JOIN wish w ON w.id = c.wish_id AND w.status = 'fulfilled'
          WHERE c.volunteer_id = ? AND c.status = 'fulfilled') AS unconfirmed`,
      [personId, personId],
    );
    const wishes = await this.wishesFor(reader, personId);
    return [
      {
        code: 'claims',
        count: Number(claims?.live ?? 0),
        text: { zh: '{count} 个认领还没有办完或归还', en: '{count} claim(s) neither fulfilled nor released' },
      },
      {
        code: 'unconfirmed',
        count: Number(claims?.unconfirmed ?? 0),
        text: {
          zh: '{count} 个已圆梦的心愿还没有确认（确认后才有服务时长）',
          en: '{count} fulfilled wish(es) not confirmed yet (hours count only after confirmation)',
        },
      },
      {
        code: 'wishes',
        count: wishes.filter((wish) => wish.goesOn).length,
        text: {
          zh: '{count} 个自己的心愿还在办理，请先撤回或等办结',
          en: '{count} of your own wishes are under way: withdraw them, or wait until they are closed',
        },
      },
      {
        code: 'spends',
        count: wishes.filter((wish) => !wish.goesOn && wish.hasOpenSpend).length,
        text: {
          zh: '{count} 个自己的心愿用款还没有办完，请等办完',
          en: '{count} of your own wishes have open spend requests: wait until they are settled',
        },
      },
    ];
  }

  @ErasesAccount()
  async erase(tx: Tx, personId: string): Promise<void> {
    const wishes = await this.wishesFor(tx, personId);
    const drafts = await tx.rows<{ id: string }>(`SELECT id FROM wish WHERE requester_id = ? AND status = 'draft'`, [
      personId,
    ]);
    const erasable = [...wishes.filter((wish) => !wish.goesOn), ...drafts].map(({ id }) => id);
    await this.eraseWishes.endDrafts(tx, erasable);
    await this.eraseWishes.erase(tx, erasable, 'account');
    // A person who submits a wish for somebody else is its proxy.
    await tx.execute('UPDATE wish SET proxy = NULL WHERE requester_id = ? AND proxy IS NOT NULL', [personId]);
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
    await this.questions.withdrawOfPerson(tx, personId);
    await tx.execute(
      'UPDATE wish_question SET question = NULL, answer = NULL WHERE asked_by = ? AND question IS NOT NULL',
      [personId],
    );
    await tx.execute('DELETE FROM claim_load WHERE volunteer_id = ? AND open_claims = 0', [personId]);
  }

  /** Own wishes that are for the account's person: submitted by the account for its own telephone, or entered by others for
   *  its telephone and name. The name must match because a telephone often belongs to a child or a carer. */
  private async wishesFor(reader: Reader, personId: string): Promise<PersonsWish[]> {
    const own = await this.ownWishes.of(reader, personId);
    const rows = await reader.rows<PersonsWish & { beneficiaryId: string; isTold: number }>(
      `SELECT w.id, w.beneficiary_id, w.requester_id <=> ? AS is_told, ${goesOn('w.status')} AS goes_on, ${hasOpenSpend('w.id')} AS has_open_spend
       FROM (${own.sql}) own JOIN wish w ON w.id = own.id JOIN beneficiary b ON b.id = w.beneficiary_id
       WHERE w.erased_at IS NULL AND b.phone_hash IN (?)`,
      [personId, ...own.values, await this.people.phoneHashes(reader, personId)],
    );
    const name = (await this.people.details(reader, [personId])).get(personId)?.name;
    const ofOthers = rows.filter(({ isTold }) => !isTold).map(({ beneficiaryId }) => beneficiaryId);
    const named = name ? await this.samePerson.named(reader, ofOthers, name) : new Set();
    return rows.filter(({ isTold, beneficiaryId }) => isTold || named.has(beneficiaryId));
  }
}
