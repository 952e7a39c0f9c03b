import { Column, Entity, PrimaryColumn } from 'typeorm';
import { describe, expect, it } from 'vitest';
import {
  camel,
  insertStatement,
  updateStatement,
  type Changes,
  type Decimal,
  type EntityClass,
  type Flag,
  type NewRow,
  type Row,
} from './rows.js';

@Entity('test_parcel')
class TestParcel {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'enum', enum: ['small', 'large'] })
  size: 'small' | 'large';

  @Column({ type: 'bigint' })
  amountFen: number;

  @Column({ type: 'boolean' })
  isOpen: Flag;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  sentAt: Date | null;

  @Column({ type: 'decimal', precision: 5, scale: 1, nullable: true })
  hours: Decimal | null;

  @Column({ type: 'int', default: 1 })
  version?: number;

  @Column({ type: 'tinyint', nullable: true, asExpression: 'if(is_open,1,NULL)', generatedType: 'STORED' })
  readonly openOnce: Flag | null;
}

const ROW = { id: '1', size: 'small', amountFen: 5, isOpen: true } as const;
const columnsOf = (one: NewRow<TestParcel>): number => Object.keys(one).length;
const changes = (one: Changes<TestParcel>): number => Object.keys(one).length;

describe('a row to insert', () => {
  it('may lack only what the database fills in', () => {
    const { size, ...withoutSize } = ROW;
    expect([columnsOf(ROW), size]).toEqual([4, 'small']);
    expect(columnsOf({ ...ROW, isOpen: 0, sentAt: null, version: 2 })).toBe(6);
    // @ts-expect-error a column without a default
    expect(columnsOf(withoutSize)).toBe(3);
  });

  it('has no other columns, types or values', () => {
    // @ts-expect-error no such column
    columnsOf({ ...ROW, amount: 5 });
    // @ts-expect-error a text is no number
    columnsOf({ ...ROW, amountFen: '5' });
    // @ts-expect-error no such value
    columnsOf({ ...ROW, size: 'medium' });
    // @ts-expect-error a flag is 0, 1 or a boolean
    columnsOf({ ...ROW, isOpen: 2 });
    // @ts-expect-error not nullable
    columnsOf({ ...ROW, amountFen: null });
    // @ts-expect-error computed by the database
    columnsOf({ ...ROW, openOnce: 1 });
  });

  it('takes a decimal as text or as a number', () => {
    expect(columnsOf({ ...ROW, hours: '1.5' })).toBe(5);
    expect(columnsOf({ ...ROW, hours: 1.5 })).toBe(5);
    // @ts-expect-error any text
    columnsOf({ ...ROW, hours: 'long' });
  });
});

describe('an update', () => {
  it('sets columns of the table to values that they take', () => {
    expect(changes({ sentAt: new Date(), isOpen: false, version: 2 })).toBe(3);
    // @ts-expect-error no such column
    expect(changes({ sent: new Date() })).toBe(1);
    // @ts-expect-error a number is no instant
    expect(changes({ sentAt: 5 })).toBe(1);
    // @ts-expect-error rows keep their id
    expect(changes({ id: '2' })).toBe(1);
    // @ts-expect-error computed by the database
    expect(changes({ openOnce: null })).toBe(1);
  });
});

describe('a row that a query returns', () => {
  it('has the columns that were asked for, also those with a default', () => {
    const row: Row<TestParcel, 'version' | 'sentAt'> = { version: 1, sentAt: null };
    const version: number = row.version;
    // @ts-expect-error was not asked for
    expect([version, row.size]).toEqual([1, undefined]);
  });
});

describe('a statement', () => {
  it('names the table of the entity and its columns', () => {
    const names = ['id', 'amountFen'];
    expect(insertStatement(TestParcel, names, 1)).toBe('INSERT INTO test_parcel (id,amount_fen) VALUES (?,?)');
    expect(insertStatement(TestParcel, names, 3)).toBe(
      'INSERT INTO test_parcel (id,amount_fen) VALUES (?,?),(?,?),(?,?)',
    );
    expect(insertStatement(TestParcel, ['id'], 1)).toBe('INSERT INTO test_parcel (id) VALUES (?)');
    expect(updateStatement(TestParcel, ['sentAt', 'version'])).toBe(
      'UPDATE test_parcel SET sent_at = ?, version = ? WHERE id = ?',
    );
  });

  it('needs a class that describes a table', () => {
    expect(() => insertStatement(class Nothing {} as EntityClass, ['id'], 1)).toThrow('Nothing describes no table');
  });

  it('is named as its rows are read', () => {
    expect(['id', 'amount_fen', 'grid1_code'].map(camel)).toEqual(['id', 'amountFen', 'grid1Code']);
  });
});
