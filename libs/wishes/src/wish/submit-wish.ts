import { Injectable } from '@nestjs/common';
import {
  Events,
  Files,
  PersonsConcerned,
  Problem,
  Transactions,
  FieldEncryption,
  maskText,
  newId,
  newPublicCode,
  type Actor,
  type Changes,
  type Tx,
} from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';
import { Skills, type Language, type Licence, type WeeklyWindow } from '#libs/volunteers';
import { Beneficiaries, needsGuardian, type BeneficiaryInput } from '../resident/beneficiaries.js';
import { guessCategory, type Category } from './categories.js';
import { ConcernedPersons } from '../resident/concerned-persons.js';
import { dangerIn } from './danger.policy.js';
import { normaliseNeed } from '../duplicates/similarity.js';
import { SimilarWishes, type SimilarWish } from '../duplicates/similar-wishes.js';
import { WishDeadlines } from './wish-deadlines.js';
import { WishStore, type WishResponse } from './wish-store.js';
import { Wish } from './wish.entity.js';
import { WishSteps } from './wish-steps.js';
import { ConsentMissing, Danger } from './wish.errors.js';
import { WishDrafted, WishSubmitted } from '../wishes.events.js';
import { WISH_READ, WISH_SUBMIT } from '../wishes.permissions.js';
import type { ConsentKind, Urgency, WishKind } from './wish-codes.js';

export interface WishInput {
  need: string;
  category?: Category;
  kind: WishKind;
  urgency: Urgency;
  skill?: string;
  licence?: Licence;
  /** The language that the person speaks, if it matters. */
  language?: Language;
  /** Suitable times; any time if empty. */
  windows?: WeeklyWindow[];
  helpersNeeded: number;
  estimatedFen: number;
  peopleHelped: number;
  dueOn?: string;
  beneficiary: BeneficiaryInput;
  proxy?: { name: string; phone: string; relation: string };
  consent: { kind: ConsentKind; byGuardian: boolean };
}

export interface SubmittedWish extends WishResponse {
  code: string;
  /** Likely duplicates in the community, to check before going on. Also empty when the person exceeded the search limit. */
  duplicates: SimilarWish[];
}

/** Submits a wish: by the resident, by a proxy, or by a grid worker at the door. */
@Injectable()
export class SubmitWish {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly steps: WishSteps,
    private readonly units: Units,
    private readonly beneficiaries: Beneficiaries,
    private readonly encryption: FieldEncryption,
    private readonly events: Events,
    private readonly deadlines: WishDeadlines,
    private readonly store: WishStore,
    private readonly files: Files,
    private readonly skills: Skills,
    private readonly concerned: ConcernedPersons,
    private readonly persons: PersonsConcerned,
    private readonly similar: SimilarWishes,
  ) {}

  /** Throws DANGER with the number to call, CONSENT_MISSING, UNIT_NOT_FOUND, FORBIDDEN, FILE_TAKEN. */
  async execute(
    actor: Actor,
    input: WishInput & { unitId: string; isDraft: boolean; photoIds?: string[] },
  ): Promise<SubmittedWish> {
    refuseEmergency(input.need);
    if (needsGuardian(input.beneficiary.age) && !input.consent.byGuardian) throw ConsentMissing();
    const wish = await this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, input.unitId);
      this.access.require(actor, WISH_SUBMIT, unit.path, UnitNotFound);
      if (unit.level === 'town' || unit.level === 'district') throw UnitNotFound();
      const [skill] = await this.skills.resolve(tx, input.skill ? [input.skill] : [], {
        field: 'skill',
        locale: actor.locale,
      });
      const { id, code } = await this.write(tx, actor, unit, { ...input, skill });
      await this.files.attach(tx, actor, { subjectId: id, purpose: 'need', ids: input.photoIds ?? [] });
      if (!input.isDraft) await this.deadlines.waitForVerification(tx, [id], input.urgency);
      const status = input.isDraft ? 'draft' : 'submitted';
      await this.events.record(
        tx,
        (input.isDraft ? WishDrafted : WishSubmitted)({
          unitId: unit.id,
          subjectId: id,
          actorId: actor.personId,
          data: { from: null, to: status },
        }),
      );
      return { id, code, status } as const;
    });
    return { ...wish, duplicates: await this.duplicatesOf(actor, input, wish.id) };
  }

  /** Runs after the wish is stored: the search limit never costs a wish, and a repeated request searches again. */
  private async duplicatesOf(actor: Actor, input: WishInput & { unitId: string }, wishId: string) {
    const { unitId, need, beneficiary } = input;
    try {
      return await this.similar.find(actor, { unitId, need, phone: beneficiary.phone, except: wishId });
    } catch (error) {
      if (error instanceof Problem && error.kind.status === 429) return [];
      throw error;
    }
  }

  /** Submits a draft or a returned wish. Throws WISH_NOT_FOUND, WISH_STATE, FORBIDDEN. */
  async resubmit(actor: Actor, wishId: string, changes: { need?: string }): Promise<WishResponse> {
    if (changes.need) refuseEmergency(changes.need);
    return this.transactions.command(actor, async (tx) => {
      const wish = await this.store.load(tx, wishId);
      this.steps.assert('submit', wish, actor, {});
      const set: Changes<Wish> = changes.need
        ? {
            need: (await this.encryption.keyOf(tx, wish.id)).encrypt('wish.need', wish.id, changes.need),
            needHash: await this.needHash(tx, wish.id, changes.need),
            publicText: (await this.persons.mask(tx, [wish.id], changes.need)).slice(0, 1000),
          }
        : {};
      const answer = await this.store.step(tx, wish, 'submit', { actor, event: WishSubmitted, set });
      await this.deadlines.waitForVerification(tx, [wish.id], wish.urgency);
      return answer;
    });
  }

  /** Fingerprints of person and need: the same wish of the same person has the same one, regardless of who enters it.
   *  Search with `IN (?)`; write the first. */
  async fingerprints(
    tx: Tx,
    unitId: string,
    beneficiary: Pick<BeneficiaryInput, 'name' | 'phone'>,
    need: string,
  ): Promise<Buffer[]> {
    const index = await this.encryption.blindIndex(tx);
    return index.candidates(
      'wish',
      `${unitId}|${beneficiary.name ?? ''}|${beneficiary.phone ?? ''}|${normaliseNeed(need)}`,
    );
  }

  /** The hash of a changed need, with the same key as the wish's other hashes. */
  private async needHash(tx: Tx, wishId: string, need: string): Promise<Buffer> {
    const index = await this.encryption.blindIndex(tx);
    const row = await tx.row<{ indexKeyNo: number }>('SELECT index_key_no FROM wish WHERE id = ? FOR UPDATE', [wishId]);
    return index.hash('need', normaliseNeed(need), row?.indexKeyNo);
  }

  /** Writes the rows of one wish; the caller records its event and starts its deadline. */
  async write(
    tx: Tx,
    actor: { personId: string },
    unit: { id: string; code: string; path: string },
    input: WishInput & { isDraft: boolean; fingerprint?: Buffer; isImport?: boolean },
  ): Promise<{ id: string; code: string }> {
    const id = newId();
    const now = await tx.now();
    const code = newPublicCode('MW');
    const { beneficiary, consent, proxy } = input;
    const index = await this.encryption.blindIndex(tx);
    const key = await this.encryption.keyOf(tx, id);
    const isOwn = 'grants' in actor && !this.access.may(actor as Actor, WISH_READ, unit.path);
    const speaker = isOwn ? actor.personId : null;
    const beneficiaryId = await this.beneficiaries.remember(tx, unit.id, beneficiary, speaker);
    const known = await this.concerned.ofInput(tx, input, speaker);
    const publicText = maskText(input.need, known).slice(0, 1000);
    await tx.insert(Wish, {
      id,
      code,
      unitId: unit.id,
      unitPath: unit.path,
      status: input.isDraft ? 'draft' : 'submitted',
      source: input.isImport ? 'import' : proxy ? 'proxy' : isOwn ? 'resident' : 'grid_worker',
      enteredBy: actor.personId,
      requesterId: speaker,
      beneficiaryId,
      proxy: key.encryptOrNull('wish.proxy', id, proxy && JSON.stringify(proxy)),
      need: key.encrypt('wish.need', id, input.need),
      needHash: index.hash('need', normaliseNeed(input.need)),
      indexKeyNo: index.keyNo,
      fingerprint: input.fingerprint ?? null,
      publicText,
      category: input.category ?? guessCategory(input.need, input.kind),
      kind: input.kind,
      urgency: input.urgency,
      skill: input.skill ?? null,
      licence: input.licence ?? null,
      language: input.language ?? null,
      windows: JSON.stringify(input.windows ?? []),
      helpersNeeded: input.helpersNeeded,
      estimatedFen: input.estimatedFen,
      peopleHelped: input.peopleHelped,
      dueOn: input.dueOn ?? null,
      consentKind: consent.kind,
      consentByGuardian: consent.byGuardian,
      consentRecordedBy: actor.personId,
      consentedAt: now,
      createdAt: now,
    });
    return { id, code };
  }
}

function refuseEmergency(need: string): void {
  const danger = dangerIn(need);
  if (danger) throw Danger(danger);
}
