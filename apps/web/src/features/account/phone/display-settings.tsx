import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { preferences, useLook, type Language, type TextSize, type Theme } from '../../../core/preferences';
import { Choice } from '../../../ui';

/** Language, light or dark, text size; changes apply at once, on this device. */
export function LookSettings(): ReactElement {
  const { t } = useTranslation();
  const look = useLook();
  return (
    <div className="stack">
      <Choice<Language>
        label={t('look.language')}
        value={look.language}
        onChange={(language) => preferences.set({ language })}
        options={[
          { value: 'zh', label: '中文' },
          { value: 'en', label: 'English' },
        ]}
      />
      <Choice<TextSize>
        label={t('look.text')}
        value={look.text}
        onChange={(text) => preferences.set({ text })}
        options={(['normal', 'large', 'huge'] as const).map((value) => ({ value, label: t(`look.sizes.${value}`) }))}
      />
      <Choice<Theme>
        label={t('look.theme')}
        value={look.theme}
        onChange={(theme) => preferences.set({ theme })}
        options={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`look.themes.${value}`) }))}
      />
    </div>
  );
}
