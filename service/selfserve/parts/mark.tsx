const signs = { good: 'M3 8.5l3.2 3.2L13 5', bad: 'M4 4l8 8M12 4l-8 8', plain: 'M8 4v4l3 2' };

/** A large sign above a result; says nothing to a screen reader. */
export function Mark({ tone }: { tone: keyof typeof signs }) {
  return (
    <svg class={`mark ${tone}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={signs[tone]} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
