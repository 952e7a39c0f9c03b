import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { Field, type FieldProps } from '../../../ui/field';
import { unitsQuery, type Unit } from '../units';

/** Selects a unit in the person's scope by searching: 290 communities are too many to scroll. */
export function UnitField({
  value,
  onChange,
  levels,
  canClear,
  ...field
}: FieldProps & {
  value: string | undefined;
  onChange: (unitId: string | undefined) => void;
  levels?: readonly Unit['level'][];
  canClear?: boolean;
}): ReactElement {
  const { t } = useTranslation();
  const { data: units, isPending } = useQuery(unitsQuery);
  const options = useMemo(() => {
    const names = new Map((units ?? []).map((unit) => [unit.id, unit.name]));
    return (units ?? [])
      .filter(({ level }) => !levels || levels.includes(level))
      .map(({ id: unitId, name, level, parentId }) => ({
        value: unitId,
        label: level === 'community' && names.has(parentId ?? '') ? `${name}（${names.get(parentId ?? '')}）` : name,
      }));
  }, [units, levels]);
  return (
    <Field {...field}>
      {({ id }) => (
        <Select
          id={id}
          className="full"
          size="large"
          showSearch={{ optionFilterProp: 'label' }}
          allowClear={canClear}
          loading={isPending}
          placeholder={t('chooseFirst')}
          value={value}
          onChange={(next: string | undefined) => onChange(next)}
          options={options}
        />
      )}
    </Field>
  );
}
