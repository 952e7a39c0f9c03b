import { Injectable } from '@nestjs/common';
import {
  KeptPassages,
  PersonsConcerned,
  Transactions,
  judgeText,
  maskText,
  namesOfKinds,
  type Actor,
  type JudgedFinding,
  type Keep,
  type KeptPassage,
  type Tx,
} from '#libs/platform';
import { Access } from '#libs/identity';
import { Skills, type Licence } from '#libs/volunteers';
import { needsGuardian } from '../resident/beneficiaries.js';
import type { Category } from './categories.js';
import { WishDeadlines } from './wish-deadlines.js';
import { WishSteps } from './wish-steps.js';
import { WishStore, type Wish, type WishResponse } from './wish-store.js';
import { ConsentMissing, PolicyUnchecked, PreviewNotAccepted, WishNotFound, WishState } from './wish.errors.js';
import { WISH_STATUS_WORDS } from './wish.lifecycle.js';
import { WishPublished } from '../wishes.events.js';
import { WISH_REVIEW } from '../wishes.permissions.js';
import type { CostClass } from './wish-codes.js';

export interface Publication {
  /** The text that the public will read, as reviewed by the secretary. */
  publicText: string;
  category: Category;
  costClass: CostClass;
  /** No welfare policy covers the need: public money is the last resort (R3.4). */
  isPolicyChecked: boolean;
  skill?: string | null;
  licence?: Licence | null;
  helpersNeeded?: number;
  /** Findings that the reviewer keeps, with the reasons that they require. */
  keeps?: readonly Keep[];
}

/** The result of checking a text for personal data. */
export interface TextCheck {
  findings: JudgedFinding[];
  /** The text without what is certainly personal data. */
  suggestion: string;
}

/** The secretary reviews the public text and opens the wish to volunteers. */
@Injectable()
export class PublishWish {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly steps: WishSteps,
    private readonly store: WishStore,
    private readonly deadlines: WishDeadlines,
    private readonly persons: PersonsConcerned,
    private readonly passages: KeptPassages,
    private readonly skills: Skills,
  ) {}

  /** Opens a wish to volunteers; the person who entered it may not do so. The reviewer must remove every passage that looks
   *  like personal data, or keep it explicitly, which is recorded. Throws POLICY_UNCHECKED, PREVIEW_NOT_ACCEPTED with the
   *  open findings, SAME_PERSON, CONSENT_MISSING. */
  async execute(actor: Actor, wishId: string, publication: Publication): Promise<WishResponse> {
    return this.transactions.command(actor, async (tx) => {
      const wish = await this.store.load(tx, wishId);
      this.steps.assert('publish', wish, actor, {});
      if (!publication.isPolicyChecked) throw PolicyUnchecked();
      await this.assertConsent(tx, wish);
      const kept = await this.settled(tx, actor, wish, publication);
      const [skill = null] = await this.skills.resolve(tx, publication.skill ? [publication.skill] : [], {
        field: 'skill',
        locale: actor.locale,
        kept: wish.skill ? [wish.skill] : [],
      });
      const answer = await this.store.step(tx, wish, 'publish', {
        actor,
        event: WishPublished,
        set: {
          publicText: publication.publicText,
          category: publication.category,
          costClass: publication.costClass,
          skill,
          licence: publication.licence ?? null,
          helpersNeeded: publication.helpersNeeded ?? wish.helpersNeeded,
          publishedBy: actor.personId,
          openedAt: await tx.now(),
        },
      });
      await this.passages.record(tx, kept, { subjectId: wish.id, unitId: wish.unitId, actorId: actor.personId });
      await this.deadlines.waitForClaim(tx, wish.id);
      return answer;
    });
  }

  /** Finds passages that look like personal data in a text before its publication. Throws WISH_NOT_FOUND. */
  async check(actor: Actor, wishId: string, text: string): Promise<TextCheck> {
    const concerned = (await this.persons.of(this.transactions, [wishId])).get(wishId);
    if (!concerned) throw WishNotFound();
    this.access.require(actor, WISH_REVIEW, concerned.unitPath, WishNotFound);
    const { findings } = judgeText(text, concerned.known, concerned);
    return { findings, suggestion: maskText(text, concerned.known) };
  }

  private async assertConsent(tx: Tx, wish: Wish): Promise<void> {
    const row = await tx.row<{ age: number | null; byGuardian: number }>(
      `SELECT b.age, w.consent_by_guardian AS by_guardian FROM beneficiary b JOIN wish w ON w.beneficiary_id = b.id WHERE w.id = ?`,
      [wish.id],
    );
    if (!row) throw WishState({ state: WISH_STATUS_WORDS[wish.status] });
    if (needsGuardian(row.age) && !row.byGuardian) throw ConsentMissing();
  }

  /** The passages that the reviewer kept. Throws PREVIEW_NOT_ACCEPTED while any finding is open. */
  private async settled(tx: Tx, actor: Actor, wish: Wish, publication: Publication): Promise<KeptPassage[]> {
    const { publicText, keeps = [] } = publication;
    const { known, isMinor } = await this.persons.merged(tx, [wish.id]);
    const { open, kept } = judgeText(publicText, known, { keeps, isMinor });
    if (open.length === 0) return kept;
    const keep = kept.map(({ passage }) => passage);
    throw PreviewNotAccepted({
      found: namesOfKinds(open, actor.locale),
      suggestion: maskText(publicText, known, { keep }),
      findings: open.map(({ source: _, ...finding }) => finding),
    });
  }
}
