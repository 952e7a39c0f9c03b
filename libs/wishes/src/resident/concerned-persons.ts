import { Injectable } from '@nestjs/common';
import {
  DetailsUnreadable,
  FindsPersonsConcerned,
  FieldEncryption,
  keyed,
  type Concerned,
  type KnownDetails,
  type Reader,
} from '#libs/platform';
import { People } from '#libs/identity';
import type { WishInput } from '../wish/submit-wish.js';

const ADULT = 18;

interface Row {
  id: string;
  unitPath: string;
  proxy: Buffer | null;
  requesterId: string | null;
  beneficiaryId: string;
  name: Buffer | null;
  phone: Buffer | null;
  address: Buffer | null;
  age: number | null;
}

/** Finds the persons a wish concerns: the person it is for, their proxy, and the resident who submitted it. */
@Injectable()
export class ConcernedPersons {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly people: People,
  ) {}

  /** By wish. One statement, and a second one when residents submitted wishes. */
  @FindsPersonsConcerned()
  async of(reader: Reader, wishIds: string[]): Promise<Map<string, Concerned>> {
    const rows = await reader.rows<Row>(
      `SELECT w.id, w.unit_path, ${keyed('w', 'proxy')}, w.requester_id, b.id AS beneficiary_id, ${keyed('b', 'name', 'phone', 'address')}, b.age
       FROM wish w JOIN beneficiary b ON b.id = w.beneficiary_id WHERE w.id IN (?)`,
      [wishIds],
    );
    const requesters = await this.people.details(
      reader,
      rows.flatMap(({ requesterId }) => requesterId ?? []),
    );
    return new Map(
      rows.map((row) => {
        const requester = row.requesterId ? requesters.get(row.requesterId) : undefined;
        const open = (name: 'name' | 'phone' | 'address'): string | null | undefined =>
          row[name] && this.encryption.tryDecrypt(`beneficiary.${name}`, row.beneficiaryId, row[name]);
        const [name, phone, address, proxy] = [open('name'), open('phone'), open('address'), this.proxyOf(row)];
        const known = {
          names: [name ?? null, proxy?.name ?? null, requester?.name ?? null],
          phones: [phone ?? null, proxy?.phone ?? null, requester?.phone ?? null],
          addresses: [address ?? null],
        };
        const details = [name, phone, address, proxy, ...(requester ? [requester.name, requester.phone] : [])];
        return [
          row.id,
          {
            unitPath: row.unitPath,
            known,
            isMinor: row.age !== null && row.age < ADULT,
            isUnreadable: details.includes(undefined),
          },
        ];
      }),
    );
  }

  /** The same for a wish that is being entered. `requesterId`: the resident who submits it; null for staff. */
  async ofInput(
    reader: Reader,
    { beneficiary, proxy }: Pick<WishInput, 'beneficiary' | 'proxy'>,
    requesterId: string | null,
  ): Promise<KnownDetails> {
    const requester = requesterId ? (await this.people.details(reader, [requesterId])).get(requesterId) : undefined;
    if (requester && (requester.name === undefined || requester.phone === undefined)) throw new DetailsUnreadable();
    return {
      names: [beneficiary.name, proxy?.name ?? null, requester?.name ?? null],
      phones: [beneficiary.phone, proxy?.phone ?? null, requester?.phone ?? null],
      addresses: [beneficiary.address],
    };
  }

  /** null: the person has no proxy; undefined: the proxy cannot be decrypted. */
  private proxyOf({ id, proxy }: Row): NonNullable<WishInput['proxy']> | null | undefined {
    const opened = proxy && this.encryption.tryDecrypt('wish.proxy', id, proxy);
    return opened ? (JSON.parse(opened) as NonNullable<WishInput['proxy']>) : opened === undefined ? undefined : null;
  }
}
