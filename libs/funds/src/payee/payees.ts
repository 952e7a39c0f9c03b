import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  FieldEncryption,
  findPersonalData,
  isDuplicateOf,
  maskName,
  namesOfKinds,
  newId,
  sayIn,
  type Actor,
  type Reader,
  type Tx,
} from '#libs/platform';
import { Payee as PayeeTable } from './payee.entity.js';
import { Units } from '#libs/identity';
import type { PayeeKind, RegisteredKind } from './payee-codes.js';

/** An entry of the register, or a new one. */
export interface PayeeChoice {
  id?: string;
  name?: string;
  kind?: PayeeKind;
  creditCode?: string;
}

/** The payee of a request `r`, for queries that join `payee y`. Only `Payees` reads these columns. */
export const PAYEE_COLUMNS = `r.payee_id, y.kind AS payee_kind, y.name AS payee_name, y.sealed_name AS payee_sealed, r.payee AS payee_text`;
export const PAYEE_JOIN = 'LEFT JOIN payee y ON y.id = r.payee_id';
export interface PayeeColumns {
  payeeId: string | null;
  payeeKind: RegisteredKind | null;
  payeeName: string | null;
  payeeSealed: Buffer | null;
  /** The name as text, in requests older than the register; empty in newer ones. */
  payeeText: string | null;
}

export interface ShownPayee {
  /** Null: not yet in the register. */
  id: string | null;
  kind: RegisteredKind;
  name: string;
}

/** A payee with the full name. */
export interface Payee {
  id: string;
  kind: RegisteredKind;
  name: string;
}

interface Row {
  id: string;
  kind: RegisteredKind;
  name: string | null;
  sealedName: Buffer | null;
}

/** Width, case and spaces do not distinguish names. */
const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');

/** The registers of payees: a request may use those of its community, town and district. Names of organisations are stored
 *  in plain text; names of persons are encrypted, and masked for readers who do not need them. */
@Injectable()
export class Payees {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly units: Units,
  ) {}

  /** The blind index values of names, to search with `IN (?)`. All spellings of a name have the same values. */
  async hashesOf(reader: Reader, ...names: string[]): Promise<Buffer[]> {
    const index = await this.encryption.blindIndex(reader);
    return names.flatMap((name) => index.candidates('payee', plain(name)));
  }

  /** The full name, for screens and matching. */
  nameOf(row: PayeeColumns): string {
    if (row.payeeId && row.payeeSealed)
      return this.encryption.decryptForDisplay('payee.sealed_name', row.payeeId, row.payeeSealed);
    return row.payeeName ?? row.payeeText ?? '';
  }

  kindOf(row: PayeeColumns): RegisteredKind {
    return row.payeeKind ?? 'unsettled';
  }

  /** For staff: organisations by name; others masked, unless the reader needs the name. */
  shown(row: PayeeColumns, { inFull }: { inFull: boolean }): ShownPayee {
    const kind = this.kindOf(row);
    const name = this.nameOf(row);
    return { id: row.payeeId, kind, name: inFull || kind === 'organisation' ? name : (maskName(name) ?? '') };
  }

  /** The payee that a form names: an existing entry that the community may use, or a new entry. A registered name resolves
   *  to its entry. A share lock keeps the entry unchanged until the transaction ends. Throws INVALID_INPUT. */
  async resolve(tx: Tx, actor: Actor, unitPath: string, choice: PayeeChoice): Promise<Payee> {
    const say = sayIn(actor.locale);
    const refuse = (reason: string): never => {
      throw InvalidInput({ faults: [{ field: 'payee', reason }] });
    };
    if (choice.id) {
      const known = await this.find(tx, unitPath, { id: choice.id }, 'LOCK IN SHARE MODE');
      return known ?? refuse(say('名册里没有这个收款方', 'is not in the register'));
    }
    const { name = '', kind = 'person' } = choice;
    const same = await this.find(tx, unitPath, { name }, 'LOCK IN SHARE MODE');
    if (same && same.kind !== kind && same.kind !== 'unsettled')
      return refuse(
        same.kind === 'person'
          ? say('名册里登记为个人；如有误，请财务更正', 'is registered as a private person; the clerk can correct it')
          : say(
              '名册里登记为企业或机构；如有误，请财务更正',
              'is registered as an organisation; the clerk can correct it',
            ),
      );
    if (same) return same;
    const community = await this.units.communityOf(tx, unitPath);
    if (!community) return refuse(say('没有所属的社区', 'has no community'));
    return this.add(tx, { unit: community, name, kind, creditCode: choice.creditCode, actor });
  }

  /** The payee that a form names, without writing anything. An unknown id yields no name. */
  async preview(reader: Reader, unitPath: string, choice: PayeeChoice): Promise<Pick<Payee, 'kind' | 'name'>> {
    const { id, name = '', kind = 'person' } = choice;
    return (id && (await this.find(reader, unitPath, { id }))) || { kind, name };
  }

  /** Adds an entry, or returns the existing one with the same name. Throws INVALID_INPUT when an organisation's name
   *  contains a telephone or identity number. */
  async add(
    tx: Tx,
    input: {
      unit: { id: string; path: string };
      name: string;
      kind: RegisteredKind;
      creditCode?: string;
      /** Null: the platform imports the entry. */
      actor: Actor | null;
    },
  ): Promise<Payee & { isNew: boolean }> {
    const { unit, kind, actor } = input;
    const name = input.name.trim();
    if (actor && kind === 'organisation') assertNameOfOrganisation(actor, name);
    const id = newId();
    const now = await tx.now();
    const isSettled = kind !== 'unsettled';
    const same = (): Promise<Payee | undefined> => this.sameIn(tx, unit.id, name);
    // During a key rotation the unique key alone misses the same name under the other hash.
    const known = await same();
    if (known) return { ...known, isNew: false };
    try {
      await tx.insert(PayeeTable, {
        id,
        unitId: unit.id,
        unitPath: unit.path,
        kind,
        ...(await this.nameColumns(tx, id, kind, name)),
        creditCode: kind === 'organisation' ? (input.creditCode ?? null) : null,
        addedBy: actor?.personId ?? null,
        addedAt: now,
        settledBy: isSettled ? (actor?.personId ?? null) : null,
        settledAt: isSettled ? now : null,
      });
      return { id, kind, name, isNew: true };
    } catch (error) {
      if (!isDuplicateOf(error, 'uq_payee_name')) throw error;
      const first = await same();
      if (!first) throw error;
      return { ...first, isNew: false };
    }
  }

  /** The entry with this name in the unit's own register. */
  async sameIn(tx: Tx, unitId: string, name: string): Promise<Payee | undefined> {
    const row = await tx.row<Row>(
      'SELECT id, kind, name, sealed_name FROM payee WHERE unit_id = ? AND name_hash IN (?) LIMIT 1',
      [unitId, await this.hashesOf(tx, name)],
    );
    return row && this.opened(row);
  }

  /** The stored form of a name: plain text for an organisation, encrypted for others. */
  async nameColumns(
    tx: Tx,
    id: string,
    kind: RegisteredKind,
    name: string,
  ): Promise<{ name: string | null; sealedName: Buffer | null; nameHash: Buffer; indexKeyNo: number }> {
    const index = await this.encryption.blindIndex(tx);
    const isPublic = kind === 'organisation';
    return {
      name: isPublic ? name : null,
      sealedName: isPublic ? null : this.encryption.encrypt('payee.sealed_name', id, name),
      nameHash: index.hash('payee', plain(name)),
      indexKeyNo: index.keyNo,
    };
  }

  /** The matching entry that is nearest to the community. */
  private async find(
    reader: Reader,
    unitPath: string,
    wanted: { id: string } | { name: string },
    lock = '',
  ): Promise<Payee | undefined> {
    const [condition, value] =
      'id' in wanted ? ['id = ?', wanted.id] : ['name_hash IN (?)', await this.hashesOf(reader, wanted.name)];
    const row = await reader.row<Row>(
      `SELECT id, kind, name, sealed_name FROM payee WHERE ${condition} AND ? LIKE CONCAT(unit_path, '%')
       ORDER BY LENGTH(unit_path) DESC LIMIT 1 ${lock}`,
      [value, unitPath],
    );
    return row && this.opened(row);
  }

  private opened({ id, kind, name, sealedName }: Row): Payee {
    return { id, kind, name: name ?? this.encryption.decryptOrNull('payee.sealed_name', id, sealedName) ?? '' };
  }
}

/** Throws INVALID_INPUT. */
export function assertNameOfOrganisation(actor: Actor, name: string): void {
  const certain = findPersonalData(name).filter(({ certainty }) => certainty === 'certain');
  if (certain.length === 0) return;
  const kinds = namesOfKinds(certain, actor.locale);
  const reason = sayIn(actor.locale)(
    `单位名称里不能有${kinds}`,
    `holds ${kinds}, which an organisation is not named by`,
  );
  throw InvalidInput({ faults: [{ field: 'payee', reason }] });
}
