import { Injectable } from '@nestjs/common';
import { Vault } from '#libs/platform';
import type { ImportRow } from './read-form.js';

/** A row as it is kept until it becomes a wish: sealed whole, since it names people. */
export type KeptCells = Pick<ImportRow, 'values' | 'extra' | 'danger' | 'typed'>;

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

  open(importId: string, rowNo: number, cells: Buffer): KeptCells {
    return JSON.parse(this.vault.open('wish_import_row.cells', `${importId}-${rowNo}`, cells)) as KeptCells;
  }
}
