import { useEffect, useState } from 'preact/hooks';

/** The code of the last refusal, forgotten when another `place` is in front: it was about the one before. */
export function useRefusal(place: string): [refusal: string | undefined, setRefusal: (code: string | undefined) => void] {
  const [refusal, setRefusal] = useState<string>();
  useEffect(() => setRefusal(undefined), [place]);
  return [refusal, setRefusal];
}
