import { Injectable, type Provider } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { Libraries, type LibraryContract } from '../contract.js';
import { Transactions, type Reader, type Tx } from '../database/transactions.js';
import { DecoratedMethods } from '../decorated-methods.js';
import { PersonalDataExport, OwnDataPart } from './personal-data-export.js';
import { FindsPersonsConcerned, PersonsConcerned, type Concerned } from './persons-concerned.js';
import { AccountErasure, ErasesAccount, FindsAccountObstacles, type Obstacle } from './retention/account-erasure.js';

const erased: string[] = [];
const text = { zh: '灯', en: 'lamps' };

@Injectable()
class Lamps {
  private readonly colour = 'red';

  @OwnDataPart('lamps')
  async lampsOf(_: Reader, personId: string): Promise<string> {
    return `${this.colour} ${personId}`;
  }

  @FindsAccountObstacles()
  async obstacles(): Promise<Obstacle[]> {
    return [
      { code: 'lit', count: 2, text },
      { code: 'broken', count: 0, text },
    ];
  }

  @ErasesAccount()
  async putOut(_: Tx, personId: string): Promise<number> {
    return erased.push(`${this.colour} ${personId}`);
  }

  @FindsPersonsConcerned()
  async concerned(_: Reader, ids: string[]): Promise<Map<string, Concerned>> {
    return new Map(ids.map((id) => [id, { unitPath: '/', known: {}, isMinor: false, isUnreadable: false }]));
  }
}

function start(contracts: LibraryContract[], ...providers: Provider[]) {
  class Api {}
  const given = [
    { provide: Libraries, useValue: new Libraries(contracts) },
    { provide: Transactions, useValue: {} },
  ];
  return NestFactory.createApplicationContext(
    {
      module: Api,
      imports: [DiscoveryModule],
      providers: [DecoratedMethods, PersonalDataExport, AccountErasure, PersonsConcerned, ...given, ...providers],
    },
    { logger: false, abortOnError: false },
  );
}

describe('what libraries store about a person', () => {
  it('comes from contracts and from decorated methods', async () => {
    const app = await start([{ name: 'doors', ownData: { doors: async () => 3 } }], Lamps);
    expect(await app.get(PersonalDataExport).of('wang')).toEqual({ doors: 3, lamps: 'red wang' });
  });

  it('has one part under each heading', async () => {
    const twice = start([{ name: 'doors', ownData: { lamps: async () => 3 } }], Lamps);
    await expect(twice).rejects.toThrow("Two parts of one's own data are called lamps");
  });

  it('is erased with the account, unless something stands in the way', async () => {
    const account = { erase: async (_: Tx, personId: string) => erased.push(`door ${personId}`) };
    const app = await start([{ name: 'doors', account }], Lamps);
    await app.get(AccountErasure).erase({} as Tx, 'wang');
    expect(erased).toEqual(['door wang', 'red wang']);
    expect(await app.get(AccountErasure).obstacles({} as Reader, 'wang')).toEqual([{ code: 'lit', count: 2, text }]);
  });

  it('tells whom a subject concerns', async () => {
    const app = await start([], Lamps);
    expect([...(await app.get(PersonsConcerned).of({} as Reader, ['wish'])).keys()]).toEqual(['wish']);
  });
});
