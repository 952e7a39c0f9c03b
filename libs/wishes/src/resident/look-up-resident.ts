import { Injectable } from '@nestjs/common';
import { Transactions, FieldEncryption, keyed, recordView, type Actor } from '#libs/platform';
import { Access, RateLimit, UnitNotFound, Units } from '#libs/identity';
import { CONTACT_VIEW } from '../wishes.permissions.js';

export interface KnownResident {
  /** The person's newest wish. */
  wishId: string | null;
  name: string | null;
  address: string | null;
  hardship: string | null;
  age: number | null;
  wishCount: number;
}

const PER_DAY = 200;
const DAY_MIN = 24 * 60;

/** Finds the person behind a telephone at the door, so that nothing is typed twice. Each lookup is a view of personal data:
 *  it is recorded, limited to 200 a day, and only for staff of the person's own community. */
@Injectable()
export class LookUpResident {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly encryption: FieldEncryption,
    private readonly attempts: RateLimit,
  ) {}

  /** Throws UNIT_NOT_FOUND, FORBIDDEN, TOO_MANY_REQUESTS. */
  async execute(actor: Actor, input: { unitId: string; phone: string }): Promise<KnownResident[]> {
    await this.attempts.count(DAY_MIN, { key: ['look-up', actor.personId], most: PER_DAY });
    // Not a keyed command: a response with personal data must not be stored for replay.
    return this.transactions.run(async (tx) => {
      const unit = await this.units.get(tx, input.unitId);
      this.access.require(actor, CONTACT_VIEW, unit.path, UnitNotFound);
      const index = await this.encryption.blindIndex(tx);
      const known = await tx.rows<{
        id: string;
        name: Buffer | null;
        address: Buffer | null;
        hardship: Buffer | null;
        age: number | null;
        wishCount: number;
        wishId: string | null;
      }>(
        `SELECT b.id, ${keyed('b', 'name', 'address', 'hardship')}, b.age, (SELECT COUNT(*) FROM wish w WHERE w.beneficiary_id = b.id) AS wish_count,
           (SELECT w.id FROM wish w WHERE w.beneficiary_id = b.id ORDER BY w.id DESC LIMIT 1) AS wish_id
         FROM beneficiary b WHERE b.phone_hash IN (?) AND b.unit_id = ? ORDER BY b.id DESC LIMIT 5`,
        [index.candidates('phone', input.phone), unit.id],
      );
      await recordView(
        tx,
        ...known.map(({ id }) => ({
          viewerId: actor.personId,
          subjectId: id,
          fields: 'name,address,hardship,age',
          reason: '登记新心愿时查找 / looked up for a new wish',
        })),
      );
      return known.map(({ id, name, address, hardship, age, wishCount, wishId }) => ({
        wishId,
        name: this.encryption.decryptForDisplayOrNull('beneficiary.name', id, name),
        address: this.encryption.decryptForDisplayOrNull('beneficiary.address', id, address),
        hardship: this.encryption.decryptForDisplayOrNull('beneficiary.hardship', id, hardship),
        age,
        wishCount: Number(wishCount),
      }));
    });
  }
}
