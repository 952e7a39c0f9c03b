import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntityClass, Flag } from '#libs/platform';
import { LIBRARIES } from '../../apps/libraries.js';
import { describeDatabase, describeEntities, differences, type SchemaWords } from '../support/schema.js';
import { Stage } from '../support/stage.js';

const ENTITIES: EntityClass[] = LIBRARIES.flatMap(({ entities = [] }) => entities);

@Entity('parent')
class Parent {
  @PrimaryColumn({ type: 'uuid' })
  id: string;
}

@Entity('planted')
@Unique('uq_planted', ['code'])
@Index('ix_planted', ['day', 'code'])
@Check('ck_planted', 'amount_fen >= 0')
@ForeignKey(() => Parent, ['parentId'], ['id'], { name: 'fk_planted' })
class Planted {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'varchar', length: 20, charset: 'ascii' })
  code: string;

  @Column({ type: 'date', nullable: true })
  day: string | null;

  @Column({ type: 'bigint', unsigned: true, default: 0 })
  amountFen?: number;

  @Column({ type: 'decimal', precision: 5, scale: 1 })
  hours: string;

  @Column({ type: 'enum', enum: ['a', 'b'], default: 'a' })
  status?: 'a' | 'b';

  @Column({ type: 'json' })
  body: string;

  @Column({ type: 'uuid', nullable: true })
  parentId: string | null;

  @Column({ type: 'boolean', nullable: true, asExpression: "if(status = 'a',1,NULL)", generatedType: 'STORED' })
  readonly isActive: Flag | null;
}

const PLANTED = `CREATE TABLE planted (
  id UUID PRIMARY KEY,
  code VARCHAR(20) CHARACTER SET ascii NOT NULL,
  day DATE NULL,
  amount_fen BIGINT UNSIGNED NOT NULL DEFAULT 0,
  hours DECIMAL(5,1) NOT NULL,
  status ENUM('a','b') NOT NULL DEFAULT 'a',
  body JSON NOT NULL,
  parent_id UUID NULL,
  is_active BOOLEAN AS (IF(status = 'a', 1, NULL)) PERSISTENT,
  UNIQUE KEY uq_planted (code),
  KEY ix_planted (day, code),
  CONSTRAINT ck_planted CHECK (amount_fen >= 0),
  CONSTRAINT fk_planted FOREIGN KEY (parent_id) REFERENCES parent (id))`;

describe('the entities', () => {
  let stage: Stage;
  let database: SchemaWords;
  const describeNow = (): Promise<SchemaWords> => describeDatabase((sql) => stage.rows(sql));

  beforeAll(async () => {
    stage = await Stage.open('entities');
    database = await describeNow();
  });
  afterAll(() => stage.close());

  it('describe the migrated database, a table each', () => {
    expect(ENTITIES.length).toBeGreaterThan(90);
    expect(differences(describeEntities(ENTITIES), database)).toEqual([]);
  });

  it('are missed when one is lacking, and when its table is', () => {
    const [first, ...others] = ENTITIES;
    const described = describeEntities(others);
    expect(differences(described, database)).toEqual([expect.stringMatching(/: no entity$/)]);
    expect(differences(database, described)).toEqual([expect.stringMatching(/: no table$/)]);
    expect(() => describeEntities([first!, first!])).toThrow('two entities');
  });

  describe('differ from a table', () => {
    beforeAll(async () => {
      await stage.db.query('CREATE TABLE parent (id UUID PRIMARY KEY)');
    });
    afterAll(() => stage.db.query('DROP TABLE planted, parent'));

    it.each([
      [`COMMENT 'nothing that an entity says'`, []],
      ['ADD COLUMN extra INT NULL', ['column extra: the entity has nothing, the database int null']],
      ['DROP COLUMN hours', ['column hours: the entity has decimal(5,1) not null, the database nothing']],
      ['MODIFY amount_fen INT UNSIGNED NOT NULL DEFAULT 0', ['column amount_fen: ']],
      ['MODIFY amount_fen BIGINT NOT NULL DEFAULT 0', ['column amount_fen: ']],
      ['MODIFY amount_fen BIGINT UNSIGNED NOT NULL', ['column amount_fen: ']],
      ['MODIFY amount_fen BIGINT UNSIGNED NOT NULL DEFAULT 1', ['column amount_fen: ']],
      ['MODIFY code VARCHAR(21) CHARACTER SET ascii NOT NULL', ['column code: ']],
      ['MODIFY code VARCHAR(20) NOT NULL', ['column code: ']],
      ['MODIFY code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL', ['column code: ']],
      ['MODIFY code CHAR(20) CHARACTER SET ascii NOT NULL', ['column code: ']],
      ['MODIFY day DATE NOT NULL', ['column day: ']],
      ['MODIFY hours DECIMAL(5,2) NOT NULL', ['column hours: ']],
      [`MODIFY status ENUM('a','b','c') NOT NULL DEFAULT 'a'`, ['column status: ']],
      [`MODIFY status ENUM('a','b') NOT NULL DEFAULT 'b'`, ['column status: ']],
      ['MODIFY body LONGTEXT NOT NULL', ['column body: ']],
      [`MODIFY is_active BOOLEAN AS (IF(status = 'b', 1, NULL)) PERSISTENT`, ['column is_active: ']],
      ['DROP COLUMN is_active, ADD COLUMN is_active BOOLEAN NULL', ['column is_active: ']],
      ['DROP PRIMARY KEY, ADD PRIMARY KEY (id, code)', ['primary key: the entity has id, the database id, code']],
      ['DROP KEY uq_planted', ['unique uq_planted: the entity has code, the database nothing']],
      ['DROP KEY uq_planted, ADD KEY uq_planted (code)', ['index uq_planted: ', 'unique uq_planted: ']],
      ['DROP KEY ix_planted, ADD KEY ix_planted (code, day)', ['index ix_planted: ']],
      ['DROP KEY ix_planted, ADD KEY ix_planted (day, code(3))', ['index ix_planted: ']],
      ['ADD KEY ix_other (hours)', ['index ix_other: the entity has nothing, the database hours']],
      ['DROP FOREIGN KEY fk_planted, DROP KEY fk_planted', ['foreign key fk_planted: ']],
      [
        'DROP FOREIGN KEY fk_planted; ALTER TABLE planted ADD CONSTRAINT fk_planted FOREIGN KEY (parent_id) REFERENCES parent (id) ON DELETE CASCADE',
        ['foreign key fk_planted: '],
      ],
      ['DROP CONSTRAINT ck_planted', ['check ck_planted: the entity has amount_fen >= 0, the database nothing']],
      ['DROP CONSTRAINT ck_planted, ADD CONSTRAINT ck_planted CHECK (amount_fen > 0)', ['check ck_planted: ']],
      ['ADD CONSTRAINT ck_other CHECK (hours > 0)', ['check ck_other: ']],
    ])('after `%s`', async (change, expected) => {
      const planted = describeEntities([Parent, Planted]);
      const compare = async (): Promise<string[]> => {
        const tables = [...(await describeNow())].filter(([table]) => planted.has(table));
        return differences(planted, new Map(tables));
      };
      await stage.db.query('DROP TABLE IF EXISTS planted');
      await stage.db.query(PLANTED);
      await stage.db.query(`ALTER TABLE planted ${change}`);
      expect(await compare()).toEqual(expected.map((words) => expect.stringContaining(`planted, ${words}`)));
    });
  });
});

describe('the properties of the entities', () => {
  const ROOT = join(import.meta.dirname, '../../libs');
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.entity.ts'));

  /** What TypeScript knows of a property: `readonly name?: type | null`. */
  interface Property {
    place: string;
    /** The decorator. */
    column: string;
    type: string;
    isReadonly: boolean;
    isOptional: boolean;
    isNullable: boolean;
  }

  function propertiesIn(path: string): Property[] {
    const source = ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.Latest);
    return source.statements.filter(ts.isClassDeclaration).flatMap((one) =>
      one.members.filter(ts.isPropertyDeclaration).map((property) => {
        const types = ts.isUnionTypeNode(property.type!) ? [...property.type.types] : [property.type!];
        const names = types.map((type) => type.getText(source));
        const decorator = ts.getDecorators(property)![0]!.getText(source);
        return {
          place: `${path}: ${(property.name as ts.Identifier).text}`,
          column: decorator,
          type: names.filter((name) => name !== 'null').join(' | '),
          isReadonly: property.modifiers!.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword),
          isOptional: property.questionToken !== undefined,
          isNullable: names.includes('null'),
        };
      }),
    );
  }
  const properties = files.flatMap(propertiesIn);

  it('were read', () => {
    expect(files.length).toBeGreaterThan(90);
    expect(properties.length).toBeGreaterThan(700);
  });

  it('are nullable, optional or readonly as their columns are nullable, have a default or are computed', () => {
    const wrong = properties.filter(
      ({ column, isNullable, isOptional, isReadonly }) =>
        isNullable !== /nullable: true/.test(column) ||
        isOptional !== /default: /.test(column) ||
        isReadonly !== /asExpression:|PrimaryGeneratedColumn/.test(column),
    );
    expect(wrong.map(({ place }) => place)).toEqual([]);
  });

  it('take the codes of a column from the list that the code uses', () => {
    const codes = properties.filter(({ column }) => /type: 'enum'/.test(column));
    expect(codes.length).toBeGreaterThan(50);
    expect(codes.filter(({ column }) => !/enum: [A-Z_]+/.test(column)).map(({ place }) => place)).toEqual([]);
  });

  it('have the type with which the driver returns their columns', () => {
    const BINARY = new Set(['binary', 'varbinary', 'blob', 'mediumblob']);
    const NUMBERS = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint']);
    const isRight = ({ column, type }: Property): boolean => {
      const kind = /type: '(\w+)'/.exec(column)![1]!;
      if (kind === 'boolean') return type === 'Flag';
      if (BINARY.has(kind)) return type === 'Buffer';
      if (NUMBERS.has(kind)) return type === 'number' || type === 'Flag';
      if (kind === 'datetime') return type === 'Date';
      return !['Buffer', 'Date', 'Flag', 'number', 'boolean'].includes(type);
    };
    expect(properties.filter((property) => !isRight(property)).map(({ place, type }) => `${place} is ${type}`)).toEqual(
      [],
    );
  });

  it('stand in entities that a contract lists', () => {
    const declared = files.flatMap((path) =>
      [...readFileSync(join(ROOT, path), 'utf8').matchAll(/^export class (\w+)/gm)].map(([, name]) => name!),
    );
    expect(declared.toSorted()).toEqual(ENTITIES.map(({ name }) => name).toSorted());
  });
});
