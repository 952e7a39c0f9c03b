import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

/** A decorator for methods that can be called as `Method`; a method of another type does not compile. */
export type Decorates<Method> = <M extends Method>(
  target: object,
  name: string,
  method: TypedPropertyDescriptor<M>,
) => void;

type Make<T> = (method: never) => T;

/** A register that decorated methods of providers fill. Each of its decorators turns a method into an entry of type T. */
export class Registration<T> {
  readonly mark = DiscoveryService.createDecorator<Make<T>[]>();

  /** A decorator. `make`: the entry of a method, which is bound to its provider. A method may carry several decorators. */
  by<Method>(make: (method: Method) => T): Decorates<Method> {
    return (target, name, method) => {
      const before = (Reflect.getMetadata(this.mark.KEY, method.value!) as Make<T>[] | undefined) ?? [];
      this.mark([...before, make])(target, name, method);
    };
  }
}

/** Finds decorated methods in the providers of this process. Call it once all providers exist, in `onModuleInit`. */
@Injectable()
export class DecoratedMethods {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** The entries of all decorated methods. Providers that are made for each request have none. */
  entriesOf<T>({ mark }: Registration<T>): T[] {
    const providers = this.discovery
      .getProviders()
      .filter((provider) => provider.isDependencyTreeStatic() && !provider.isTransient)
      .filter(({ instance }) => typeof instance === 'object' && instance !== null);
    // An alias is a provider of its own with the same instance.
    const byInstance = new Map(providers.map((provider) => [provider.instance as Record<string, Function>, provider]));
    return [...byInstance].flatMap(([instance, provider]) =>
      this.scanner
        .getAllMethodNames(Object.getPrototypeOf(instance) as object | null)
        .flatMap((name) =>
          (this.discovery.getMetadataByDecorator(mark, provider, name) ?? []).map((make) =>
            make(instance[name]!.bind(instance) as never),
          ),
        ),
    );
  }
}
