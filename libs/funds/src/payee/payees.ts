import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  Vault,
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

export const PAYEE_KINDS = ['organisation', 'person'] as const;
export type PayeeKind = (typeof PAYEE_KINDS)[number];
/** What was taken over from texts is unsettled until a clerk has said what it is; it is treated like a person. */
export type RegisteredKind = PayeeKind | 'unsettled';

/** An entry of the register, or a new one. */
export interface PayeeChoice {
  id?: string;
  name?: string;
  kind?: PayeeKind;
  creditCode?: string;
}

/** The payee of a request `r`, for queries that join `payee y`; read by `Payees` alone. */
export const PAYEE_COLUMNS = `r.payee_id, y.kind AS payee_kind, y.name AS payee_name, y.sealed_name AS payee_sealed, r.payee AS payee_text`;
export const PAYEE_JOIN = 'LEFT JOIN payee y ON y.id = r.payee_id';
export interface PayeeColumns {
  payeeId: string | null;
  payeeKind: RegisteredKind | null;
  payeeName: string | null;
  payeeSealed: Buffer | null;
  /** What stood in the request before the register; empty since then. */
  payeeText: string | null;
}

export interface ShownPayee {
  /** Null: not taken over into the register yet. */
  id: string | null;
  kind: RegisteredKind;
  name: string;
}

/** A payee as it is needed to decide on a request. */
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

/** Names differ by what a typist leaves out, not by width, case or blanks. */
const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');

/** The register of payees: a community's own, and those of its town and district. Organisations stand in it by name;
 *  the names of persons are encrypted and are masked wherever they are not needed. */
@Injectable()
export class Payees {
  constructor(private readonly vault: Vault) {}

  /** The blind index of a name, the same for every way of writing it, to look for with `IN (?)`. */
  async hashesOf(reader: Reader, ...names: string[]): Promise<Buffer[]> {
    const index = await this.vault.blindIndex(reader);
    return names.flatMap((name) => index.candidates('payee', plain(name)));
  }

  /** The full name, for screens and matching. */
  nameOf(row: PayeeColumns): string {
    if (row.payeeId && row.payeeSealed) return this.vault.show('payee.sealed_name', row.payeeId, row.payeeSealed);
    return row.payeeName ?? row.payeeText ?? '';
  }

  kindOf(row: PayeeColumns): RegisteredKind {
    return row.payeeKind ?? 'unsettled';
  }

  /** For staff: an organisation by name, anybody else masked unless the reader needs the name. */
  shown(row: PayeeColumns, { inFull }: { inFull: boolean }): ShownPayee {
    const kind = this.kindOf(row);
    const name = this.nameOf(row);
    return { id: row.payeeId, kind, name: inFull || kind === 'organisation' ? name : (maskName(name) ?? '') };
  }

  /** What a form names: an entry that the request's community may use, or a new one of the community. A name that is
   *  registered already is that entry. The entry keeps its name until the transaction ends: it is locked for others to read.
   *  Throws INVALID_INPUT. */
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
    const community = await tx.row<{ id: string; path: string }>(
      `SELECT id, path FROM unit WHERE ? LIKE CONCAT(path, '%') AND level IN ('community','town','district') ORDER BY LENGTH(path) DESC LIMIT 1`,
      [unitPath],
    );
    if (!community) return refuse(say('没有所属的社区', 'has no community'));
    return this.add(tx, { unit: community, name, kind, creditCode: choice.creditCode, actor });
  }

  /** What a form names, before anything is written; an unknown id has no name. */
  async preview(reader: Reader, unitPath: string, choice: PayeeChoice): Promise<Pick<Payee, 'kind' | 'name'>> {
    const { id, name = '', kind = 'person' } = choice;
    return (id && (await this.find(reader, unitPath, { id }))) || { kind, name };
  }

  /** Adds an entry; the same name again is the first entry. Throws INVALID_INPUT when the name of an organisation holds a
   *  telephone or an identity number. */
  async add(
    tx: Tx,
    input: {
      unit: { id: string; path: string };
      name: string;
      kind: RegisteredKind;
      creditCode?: string;
      /** null: taken over by the platform. */
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
    // While hashes move on to another key the unique key alone does not see the same name under the other hash.
    const known = await same();
    if (known) return { ...known, isNew: false };
    try {
      await tx.insert('payee', {
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

  /** The entry of this very register that has a name. */
  async sameIn(tx: Tx, unitId: string, name: string): Promise<Payee | undefined> {
    const row = await tx.row<Row>(
      'SELECT id, kind, name, sealed_name FROM payee WHERE unit_id = ? AND name_hash IN (?) LIMIT 1',
      [unitId, await this.hashesOf(tx, name)],
    );
    return row && this.opened(row);
  }

  /** How a name is stored: in clear for an organisation, encrypted for anybody else. */
  async nameColumns(
    tx: Tx,
    id: string,
    kind: RegisteredKind,
    name: string,
  ): Promise<{ name: string | null; sealedName: Buffer | null; nameHash: Buffer; indexKeyNo: number }> {
    const index = await this.vault.blindIndex(tx);
    const isPublic = kind === 'organisation';
    return {
      name: isPublic ? name : null,
      sealedName: isPublic ? null : this.vault.seal('payee.sealed_name', id, name),
      nameHash: index.hash('payee', plain(name)),
      indexKeyNo: index.keyNo,
    };
  }

  /** The nearest entry that a community may use. */
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
    return { id, kind, name: name ?? this.vault.openOrNull('payee.sealed_name', id, sealedName) ?? '' };
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
