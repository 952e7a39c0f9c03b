import { Injectable } from '@nestjs/common';
import { Vault, ageBand, newId, type Actor, type Reader, type Tx } from '#libs/platform';
import { People } from '#libs/identity';

export interface BeneficiaryInput {
  name: string | null;
  phone: string | null;
  address: string | null;
  /** 困难类别: low income, disability, … Sensitive, sealed like the rest. */
  hardship: string | null;
  age: number | null;
}

/** Under fourteen it is the guardian who consents (PIPL, art. 28 and 31). */
export const needsGuardian = (age: number | null): boolean => age !== null && age < 14;

/** Source: Civil Code, art. 17. */
export const ADULT_AGE = 18;

/** What volunteers read before they have claimed: bands of ten for adults, nothing for a minor. */
export const ageBandOfAdult = (age: number | null): string | null =>
  age === null || age < ADULT_AGE ? null : ageBand(age);

/** The building of an address, for a list by which a grid worker walks: 花园9号705房 → 花园9号. Never the door. */
export function buildingOf(address: string | null): string | null {
  if (!address) return null;
  const door = /[\s,，]*(?:\d+\s*(?:楼|层))?\s*[A-Za-z]?\d+\s*(?:室|房)?\s*$|\d+\s*(?:单元|梯).*$/u;
  const building = /^(.*?\d+\s*(?:号|栋|幢|座))/u.exec(address)?.[1] ?? address.replace(door, '');
  return building.trim() || null;
}

interface SealedBeneficiary {
  id: string;
  name: Buffer | null;
  phone: Buffer | null;
  address: Buffer | null;
  hardship: Buffer | null;
}

/** The people whom wishes are for. All that names them is sealed; whoever opens it leaves a record. */
@Injectable()
export class Beneficiaries {
  constructor(
    private readonly vault: Vault,
    private readonly people: People,
  ) {}

  /** Finds or adds a person of a community: the same name and phone are the same person, and what is told anew replaces
   *  what was known. `speaker`: a resident who tells the wish, null for staff. For somebody else a resident gets an entry
   *  apart, and so neither reads nor changes what staff know of that person. */
  async remember(tx: Tx, unitId: string, input: BeneficiaryInput, speaker: string | null): Promise<string> {
    const isForAnother = speaker !== null && !(await this.isPhoneOf(tx, speaker, input.phone));
    const identityHash = this.identityOf(input, isForAnother ? speaker : null);
    const known = await tx.row<{ id: string }>('SELECT id FROM beneficiary WHERE unit_id = ? AND identity_hash = ?', [
      unitId,
      identityHash,
    ]);
    const id = known?.id ?? newId();
    const sealed = [
      this.vault.sealOrNull('beneficiary.address', id, input.address),
      this.vault.sealOrNull('beneficiary.hardship', id, input.hardship),
      input.age,
    ];
    if (known) {
      await tx.execute(
        'UPDATE beneficiary SET address = COALESCE(?, address), hardship = COALESCE(?, hardship), age = COALESCE(?, age) WHERE id = ?',
        [...sealed, id],
      );
      return id;
    }
    await tx.execute(
      `INSERT INTO beneficiary (id, unit_id, identity_hash, name, phone, phone_hash, address, hardship, age) VALUES (?,?,?,?,?,?,?,?,?)`,
      [
        id,
        unitId,
        identityHash,
        this.vault.sealOrNull('beneficiary.name', id, input.name),
        this.vault.sealOrNull('beneficiary.phone', id, input.phone),
        input.phone ? this.vault.index('phone', input.phone) : null,
        ...sealed,
      ],
    );
    return id;
  }

  /** Does this person speak for the wish: she asked for it, or it is for her own telephone? */
  async isVoiceOf(
    reader: Reader,
    actor: Actor,
    wish: { requesterId: string | null; beneficiaryId: string },
  ): Promise<boolean> {
    if (wish.requesterId === actor.personId) return true;
    const phoneHash = await this.people.phoneHash(reader, actor.personId);
    if (!phoneHash) return false;
    return Boolean(
      await reader.row('SELECT 1 FROM beneficiary WHERE id = ? AND phone_hash = ?', [wish.beneficiaryId, phoneHash]),
    );
  }

  /** The identity of an entry when its name or telephone is corrected, as `remember` would find it. */
  async identityAfter(tx: Tx, id: string, changed: { name?: string; phone?: string }): Promise<Buffer> {
    const row = await tx.row<SealedBeneficiary & { identityHash: Buffer }>(
      'SELECT id, name, phone, identity_hash FROM beneficiary WHERE id = ? FOR UPDATE',
      [id],
    );
    if (!row) throw new Error('no such entry');
    const before = {
      name: this.vault.openOrNull('beneficiary.name', id, row.name),
      phone: this.vault.openOrNull('beneficiary.phone', id, row.phone),
    };
    const after = { ...before, ...changed };
    const speakers = await tx.rows<{ requesterId: string | null }>(
      'SELECT DISTINCT requester_id FROM wish WHERE beneficiary_id = ? AND requester_id IS NOT NULL',
      [id],
    );
    const speaker = speakers.find(({ requesterId }) => this.identityOf(before, requesterId).equals(row.identityHash));
    return this.identityOf(after, speaker?.requesterId ?? null);
  }

  /** `speaker`: the resident who told of somebody else. */
  private identityOf({ name, phone }: { name: string | null; phone: string | null }, speaker: string | null): Buffer {
    return this.vault.index('beneficiary', [name ?? '', phone ?? '', ...(speaker ? [speaker] : [])].join('|'));
  }

  private async isPhoneOf(reader: Reader, personId: string, phone: string | null): Promise<boolean> {
    if (phone === null) return false;
    const own = await this.people.phoneHash(reader, personId);
    return own?.equals(this.vault.index('phone', phone)) ?? false;
  }

  /** Opens the contact details, after writing down who looked and why: both or neither. */
  async reveal(
    tx: Tx,
    beneficiaryId: string,
    by: { viewerId: string; subjectId: string; reason: string },
  ): Promise<{ name: string | null; phone: string | null; address: string | null }> {
    await tx.insert('personal_data_view', {
      id: newId(),
      viewerId: by.viewerId,
      subjectId: by.subjectId,
      fields: 'name,phone,address',
      reason: by.reason,
      viewedAt: await tx.now(),
    });
    const sealed = await this.sealed(tx, beneficiaryId);
    return {
      name: this.vault.openOrNull('beneficiary.name', sealed.id, sealed.name),
      phone: this.vault.openOrNull('beneficiary.phone', sealed.id, sealed.phone),
      address: this.vault.openOrNull('beneficiary.address', sealed.id, sealed.address),
    };
  }

  /** Only the building of a sealed address: what a list may show. */
  building(beneficiaryId: string, sealedAddress: Buffer | null): string | null {
    return buildingOf(this.vault.openOrNull('beneficiary.address', beneficiaryId, sealedAddress));
  }

  private async sealed(reader: Reader, id: string): Promise<SealedBeneficiary> {
    const row = await reader.row<SealedBeneficiary>(
      'SELECT id, name, phone, address, hardship FROM beneficiary WHERE id = ?',
      [id],
    );
    if (!row) throw new Error('a wish without its beneficiary');
    return row;
  }
}
