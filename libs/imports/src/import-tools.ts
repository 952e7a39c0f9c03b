import { Injectable } from '@nestjs/common';
import { Events, Jobs, Transactions, FieldEncryption } from '#libs/platform';
import { Access, Units } from '#libs/identity';
import { FormHeadings } from './form-headings.js';

/** The services that every kind of import uses. */
@Injectable()
export class ImportTools {
  constructor(
    readonly transactions: Transactions,
    readonly access: Access,
    readonly units: Units,
    readonly encryption: FieldEncryption,
    readonly jobs: Jobs,
    readonly events: Events,
    readonly headings: FormHeadings,
  ) {}
}
