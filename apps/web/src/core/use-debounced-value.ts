import { useEffect, useState } from 'react';

/** The value, debounced by `ms`: for requests that are too expensive for every keystroke. */
export function useDebouncedValue<T>(value: T, ms: number): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return later;
}
