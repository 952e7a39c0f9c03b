import { describe, expect, it } from 'vitest';
import { guessCategory } from './categories.js';

describe('the first guess of a category', () => {
  it.each([
    ['小区健身器材松动，怕老人孩子受伤', 'neighbourhood'],
    ['卫生间常打滑，想装两根扶手', 'home_safety'],
    ['孩子数学跟不上，想找人辅导', 'family_education'],
    ['环卫工人夜班想有热水喝', 'workers'],
    ['孩子想要一盏台灯', 'school'],
    ['风扇坏了，夏天睡不着', 'repairs'],
  ] as const)('of “%s” is %s', (text, category) => {
    expect(guessCategory(text, 'service')).toBe(category);
  });

  it('follows the kind of help when no word matches', () => {
    expect(guessCategory('想看大海', 'goods')).toBe('living_goods');
    expect(guessCategory('想看大海', null)).toBe('company');
  });
});
