import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areIndependent, type Bond } from './independence.js';

const key = (personId: string, giver: string): Bond => ({ personId, givers: [giver, giver] });
const role = (personId: string, proposer: string, confirmer: string): Bond => ({
  personId,
  givers: [proposer, confirmer],
});

describe('the independent people among those who acted', () => {
  it('are three when none gave account access or a role to another', () => {
    expect(areIndependent(3, ['asker', 'signer', 'clerk'], [])).toBe(true);
  });

  it('exclude people who depend on the giver of their account access, directly or indirectly', () => {
    const chain = [
      key('secretary', 'officer'),
      key('other', 'officer'),
      key('asker', 'secretary'),
      key('accepter', 'other'),
      key('clerk', 'officer'),
    ];
    expect(areIndependent(3, ['asker', 'other', 'accepter', 'clerk'], chain)).toBe(false);
    expect(areIndependent(2, ['asker', 'clerk'], chain)).toBe(false);
    expect(areIndependent(2, ['secretary', 'stranger'], chain)).toBe(true);
  });

  it('exclude people whose role two others gave together, but not by one of the two alone', () => {
    const made = [role('clerk', 'first', 'second'), role('signer', 'first', 'second')];
    expect(areIndependent(3, ['clerk', 'signer', 'first'], made)).toBe(false);
    expect(areIndependent(3, ['clerk', 'signer', 'stranger'], made)).toBe(true);
    expect(areIndependent(2, ['clerk', 'signer'], made)).toBe(true);
  });

  it('are the same for chains of any length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 3, max: 6 }), (length, many) => {
        const line = (name: string): Bond[] =>
          Array.from({ length }, (_, at) => key(`${name}${at}`, at === 0 ? 'root' : `${name}${at - 1}`));
        const names = Array.from({ length: many }, (_, at) => String.fromCharCode(97 + at));
        const acting = names.map((name) => `${name}${length - 1}`);
        expect(areIndependent(3, acting, names.flatMap(line))).toBe(false);
        // Without the first link they go back to people of their own.
        expect(
          areIndependent(
            3,
            acting,
            names.flatMap((name) => line(name).slice(1)),
          ),
        ).toBe(true);
      }),
    );
  });
});
