import { Injectable } from '@nestjs/common';
import {
  FieldEncryption,
  ageBand,
  eraseSubjectKeys,
  keyed,
  newId,
  recordView,
  type Reader,
  type Tx,
} from '#libs/platform';
import { People } from '#libs/identity';

export interface BeneficiaryInput {
  name: string | null;
  phone: string | null;
  address: string | null;
  /** 困难类别: low income, disability, … Sensitive; encrypted like the rest. */
  hardship: string | null;
  age: number | null;
}

/** For a child under fourteen the guardian must consent (PIPL, art. 28 and 31). */
export const needsGuardian = (age: number | null): boolean => age !== null && age < 14;

/** Source: Civil Code, art. 17. */
export const ADULT_AGE = 18;

/** What volunteers see before they claim: bands of ten years for adults, nothing for a minor. */
export const ageBandOfAdult = (age: number | null): string | null =>
  age === null || age < ADULT_AGE ? null : ageBand(age);

/** The building of an address, for a grid worker's visiting list: 花园9号705房 → 花园9号. Never the door. */
export function buildingOf(address: string | null): string | null {
  if (!address) return null;
  const door = /[\s,，]*(?:\d+\s*(?:楼|层))?\s*[A-Za-z]?\d+\s*(?:室|房)?\s*$|\d+\s*(?:单元|梯).*$/u;
  const building = /^(.*?\d+\s*(?:号|栋|幢|座))/u.exec(address)?.[1] ?? address.replace(door, '');
  return building.trim() || null;
}

interface EncryptedBeneficiary {
  id: string;
  name: Buffer | null;
  phone: Buffer | null;
  address: Buffer | null;
  hardship: Buffer | null;
}

/** The people that wishes are for. Identifying data is encrypted; every access to it is recorded. */
@Injectable()
export class Beneficiaries {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly people: People,
  ) {}

  /** Finds or adds a person of a community. The same name and phone mean the same person, and new values replace old ones.
   *  `speaker`: the resident who submits the wish; null for staff. If a resident submits a wish for somebody else, that
   *  person gets a separate entry, so that the resident neither reads nor changes what staff know. */
  async remember(tx: Tx, unitId: string, input: BeneficiaryInput, speaker: string | null): Promise<string> {
    const isForAnother = speaker !== null && !(await this.isPhoneOf(tx, speaker, input.phone));
    const identity = identityOf(input, isForAnother ? speaker : null);
    const index = await this.encryption.blindIndex(tx);
    // Everybody locks the entry before its key: in the other order, several wishes for one person block each other.
    const known = await tx.row<{ id: string }>(
      'SELECT id FROM beneficiary WHERE unit_id = ? AND identity_hash IN (?) FOR UPDATE',
      [unitId, index.candidates('beneficiary', identity)],
    );
    const fresh = newId();
    const id = known?.id ?? (await this.add(tx, fresh, unitId, identity, input));
    if (id === fresh) return id;
    if (!known) await eraseSubjectKeys(tx, [fresh]); // a concurrent wish added the entry first
    const key = await this.encryption.keyOf(tx, id);
    await tx.execute(
      'UPDATE beneficiary SET address = COALESCE(?, address), hardship = COALESCE(?, hardship), age = COALESCE(?, age) WHERE id = ?',
      [
        key.encryptOrNull('beneficiary.address', id, input.address),
        key.encryptOrNull('beneficiary.hardship', id, input.hardship),
        input.age,
        id,
      ],
    );
    return id;
  }

  /** If several wishes for one new person arrive at once, the first adds the entry; the others wait and get its id. */
  private async add(tx: Tx, id: string, unitId: string, identity: string, input: BeneficiaryInput): Promise<string> {
    const index = await this.encryption.blindIndex(tx);
    const key = await this.encryption.keyOf(tx, id);
    const added = await tx.row<{ id: string }>(
      `INSERT INTO beneficiary (id, unit_id, identity_hash, index_key_no, name, phone, phone_hash, address, hardship, age) VALUES (?,?,?,?,?,?,?,?,?,?)
       ON DUPLICATE KEY UPDATE id = beneficiary.id RETURNING id`,
      [
        id,
        unitId,
        index.hash('beneficiary', identity),
        index.keyNo,
        key.encryptOrNull('beneficiary.name', id, input.name),
        key.encryptOrNull('beneficiary.phone', id, input.phone),
        input.phone ? index.hash('phone', input.phone) : null,
        key.encryptOrNull('beneficiary.address', id, input.address),
        key.encryptOrNull('beneficiary.hardship', id, input.hardship),
        input.age,
      ],
    );
    return added!.id;
  }

  /** The keyed hashes of an entry after a correction, so that `remember` finds it by the correct name and telephone. */
  async hashesAfter(
    tx: Tx,
    id: string,
    changed: { name?: string; phone?: string },
  ): Promise<{ identityHash: Buffer; phoneHash: Buffer | null; indexKeyNo: number }> {
    const row = await tx.row<EncryptedBeneficiary & { identityHash: Buffer; indexKeyNo: number }>(
      `SELECT id, ${keyed('beneficiary', 'name', 'phone')}, identity_hash, index_key_no FROM beneficiary WHERE id = ? FOR UPDATE`,
      [id],
    );
    if (!row) throw new Error('no such entry');
    const before = {
      name: this.encryption.decryptOrNull('beneficiary.name', id, row.name),
      phone: this.encryption.decryptOrNull('beneficiary.phone', id, row.phone),
    };
    const after = { ...before, ...changed };
    const index = await this.encryption.blindIndex(tx);
    const speakers = await tx.rows<{ requesterId: string }>(
      'SELECT DISTINCT requester_id FROM wish WHERE beneficiary_id = ? AND requester_id IS NOT NULL',
      [id],
    );
    const speaker = speakers.find(({ requesterId }) =>
      index.hash('beneficiary', identityOf(before, requesterId), row.indexKeyNo).equals(row.identityHash),
    );
    return {
      identityHash: index.hash('beneficiary', identityOf(after, speaker?.requesterId ?? null)),
      phoneHash: after.phone ? index.hash('phone', after.phone) : null,
      indexKeyNo: index.keyNo,
    };
  }

  private async isPhoneOf(reader: Reader, personId: string, phone: string | null): Promise<boolean> {
    if (phone === null) return false;
    const own = await this.people.phoneHashes(reader, personId);
    const index = await this.encryption.blindIndex(reader);
    return index.candidates('phone', phone).some((hash) => own.some((one) => one.equals(hash)));
  }

  /** Decrypts the contact details and records who looked and why, in one transaction. */
  async reveal(
    tx: Tx,
    beneficiaryId: string,
    by: { viewerId: string; subjectId: string; reason: string },
  ): Promise<{ name: string | null; phone: string | null; address: string | null }> {
    await recordView(tx, { ...by, fields: 'name,phone,address' });
    const sealed = await this.sealed(tx, beneficiaryId);
    return {
      name: this.encryption.decryptForDisplayOrNull('beneficiary.name', sealed.id, sealed.name),
      phone: this.encryption.decryptForDisplayOrNull('beneficiary.phone', sealed.id, sealed.phone),
      address: this.encryption.decryptForDisplayOrNull('beneficiary.address', sealed.id, sealed.address),
    };
  }

  /** Only the building of an encrypted address, which a list may show. */
  building(beneficiaryId: string, sealedAddress: Buffer | null): string | null {
    return buildingOf(this.encryption.decryptForDisplayOrNull('beneficiary.address', beneficiaryId, sealedAddress));
  }

  private async sealed(reader: Reader, id: string): Promise<EncryptedBeneficiary> {
    const row = await reader.row<EncryptedBeneficiary>(
      `SELECT id, ${keyed('beneficiary', 'name', 'phone', 'address', 'hardship')} FROM beneficiary WHERE id = ?`,
      [id],
    );
    if (!row) throw new Error('a wish without its beneficiary');
    return row;
  }
}

/** What identifies an entry. `speaker`: the resident who submitted the wish for somebody else. */
const identityOf = ({ name, phone }: { name: string | null; phone: string | null }, speaker: string | null): string =>
  [name ?? '', phone ?? '', ...(speaker ? [speaker] : [])].join('|');
