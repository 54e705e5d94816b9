// How the parts of the mock interview's screen reach its model.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { MockModel } from '../../state/mock.ts';

const MockContext = createContext<MockModel | null>(null);

export const MockProvider = MockContext.Provider;

export function useMock(): MockModel {
  const mock = useContext(MockContext);
  if (!mock) throw new Error('No mock interview: render inside MockProvider');
  return mock;
}
