import type { ReactElement } from 'react';
import { useTranslation } from '../locales/use-translation';
import { InboxList } from '../mobile/account/inbox';
import { Heading } from './shell';

export function ConsoleInboxPage(): ReactElement {
  const { t } = useTranslation('office');
  return (
    <>
      <Heading title={t('menu.inbox')} />
      <InboxList />
    </>
  );
}
