import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { InboxList } from '../inbox';
import { Heading } from '../../../frames/desk';

export function ConsoleInboxPage(): ReactElement {
  const { t } = useTranslation('office');
  return (
    <>
      <Heading title={t('menu.inbox')} />
      <InboxList />
    </>
  );
}
