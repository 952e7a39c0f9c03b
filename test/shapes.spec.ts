import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { describe, expect, it } from 'vitest';
import { ApiModule } from '../apps/api/src/api.module.js';

/** What says whether a part of a body may be missing: class-validator passes over one that is not there. */
const SAYS_IT = new Set(['isArray', 'isObject', 'isDefined', 'conditionalValidation']);

describe('the schemas of bodies', () => {
  it('declare for each field whether it is optional', () => {
    expect(ApiModule).toBeDefined(); // loads every shape
    const storage = getMetadataStorage() as unknown as {
      validationMetadatas: Map<new () => object, ValidationMetadata[]>;
    };
    const parts = [...storage.validationMetadatas].flatMap(([shape, rules]) =>
      rules
        .filter(({ type }) => type === 'nestedValidation')
        .map(({ propertyName }) => ({
          name: `${shape.name}.${propertyName}`,
          isSaid: rules.some(
            (rule) => rule.propertyName === propertyName && (SAYS_IT.has(rule.name ?? '') || SAYS_IT.has(rule.type)),
          ),
        })),
    );
    expect(parts.length).toBeGreaterThan(15);
    expect(parts.filter(({ isSaid }) => !isSaid).map(({ name }) => name)).toEqual([]);
  });
});
