import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { ApiRefusal } from '#libs/api-client';
import { checkValues, placeErrors } from './form';

const refusal = (...faults: { field: string; reason: string }[]): ApiRefusal =>
  new ApiRefusal({ code: 'INVALID', title: '填写有误', status: 422, faults }, 422);
const fields =
  (...names: string[]) =>
  (name: string) =>
    names.includes(name);

beforeAll(async () => {
  await i18next.init({
    lng: 'zh',
    resources: { zh: { translation: { required: '必填', field: { phone: '手机号码' } } } },
  });
});

describe('errors of the server', () => {
  it('are put at the field of the same name, or at the one that the form names', () => {
    const error = refusal({ field: 'reason', reason: '太长' }, { field: 'amountFen', reason: '超出余额' });
    expect(placeErrors(error, fields('reason', 'yuan'), { amountFen: 'yuan' })).toEqual({
      at: { reason: '太长', yuan: '超出余额' },
      summary: undefined,
    });
  });

  it('find the field of a nested value by its path, its last name or the list around it', () => {
    const error = refusal(
      { field: 'beneficiary.phone', reason: 'a' },
      { field: 'items.1.name', reason: 'b' },
      { field: 'quotes.0.amountFen', reason: 'c' },
    );
    expect(placeErrors(error, fields('phone', 'items.1.name', 'name', 'quotes')).at).toEqual({
      phone: 'a',
      'items.1.name': 'b',
      quotes: 'c',
    });
  });

  it('keep the first message of a field', () => {
    const error = refusal({ field: 'name', reason: 'first' }, { field: 'name', reason: 'second' });
    expect(placeErrors(error, fields('name')).at).toEqual({ name: 'first' });
  });

  it('that name no field of the form are one text, with the labels of the fields', () => {
    const error = refusal({ field: 'phone', reason: '有误' }, { field: 'unknown', reason: '有误' });
    expect(placeErrors(error, fields('name'))).toEqual({ at: {}, summary: '手机号码：有误\n有误' });
  });

  it('without fields leave the form as it is', () => {
    for (const error of [new TypeError('offline'), new ApiRefusal({ code: 'X', title: 'x', status: 409 }, 409)])
      expect(placeErrors(error, fields('name'))).toEqual({ at: {}, summary: undefined });
  });
});

describe('values of a form', () => {
  const blank = { name: ' ', kind: '', count: 0, row: { note: '' }, isSure: false };

  it('miss what is required and blank, also inside other values', () => {
    expect(checkValues(blank, { required: ['name', 'kind', 'count', 'row.note', 'isSure'] })).toEqual({
      name: '必填',
      kind: '必填',
      'row.note': '必填',
      isSure: '必填',
    });
  });

  it('are checked by the form itself; the message about a missing value comes first', () => {
    const check = (): { name: string; kind: string; count: false } => ({ name: '太短', kind: '未选', count: false });
    expect(checkValues(blank, { required: ['name'], check })).toEqual({ name: '必填', kind: '未选' });
  });
});
