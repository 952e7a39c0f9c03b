import { Injectable } from '@nestjs/common';
import { UNREADABLE, Vault } from '#libs/platform';
import type { ImportRow } from './read-form.js';

/** A row as it is kept until it becomes a wish: sealed whole, since it names people. */
export type KeptCells = Pick<ImportRow, 'values' | 'extra' | 'danger' | 'typed'>;

const UNREADABLE_ROW: KeptCells = {
  values: {
    unitCode: null,
    name: UNREADABLE,
    phone: null,
    text: UNREADABLE,
    kind: null,
    costYuan: null,
    people: null,
    dueOn: null,
    age: null,
  },
  extra: { address: null, hardship: null },
  danger: null,
  typed: { name: UNREADABLE, text: UNREADABLE },
};

@Injectable()
export class ImportRows {
  constructor(private readonly vault: Vault) {}

  seal(importId: string, rowNo: number, row: KeptCells): Buffer {
    const { values, extra, danger, typed } = row;
    return this.vault.seal(
      'wish_import_row.cells',
      `${importId}-${rowNo}`,
      JSON.stringify({ values, extra, danger, typed }),
    );
  }

  /** For lists: a row that cannot be decrypted stands there without its values. */
  show(importId: string, rowNo: number, cells: Buffer): KeptCells {
    const kept = this.vault.tryOpen('wish_import_row.cells', `${importId}-${rowNo}`, cells);
    return kept === undefined ? UNREADABLE_ROW : (JSON.parse(kept) as KeptCells);
  }

  open(importId: string, rowNo: number, cells: Buffer): KeptCells {
    return JSON.parse(this.vault.open('wish_import_row.cells', `${importId}-${rowNo}`, cells)) as KeptCells;
  }
}
