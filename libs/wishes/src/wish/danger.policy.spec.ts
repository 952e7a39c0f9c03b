import { describe, expect, it } from 'vitest';
import { dangerIn } from './danger.policy.js';

describe('emergency words', () => {
  it.each([
    ['家里一股煤气味', '119'],
    ['老人昏迷不醒', '120'],
    ['我不想活了', '120'],
    ['丈夫家暴', '110'],
    ['路口井盖丢失', '12345'],
  ])('%s: call %s', (text, call) => expect(dangerIn(text)?.call).toBe(call));

  it.each(['想学急救，怕遇到心脏骤停不会处理', '想要一个燃气报警器，怕忘记关火', '楼道堆放杂物，消防通道走不通'])(
    '%s: an ordinary wish',
    (text) => expect(dangerIn(text)).toBeNull(),
  );
});
