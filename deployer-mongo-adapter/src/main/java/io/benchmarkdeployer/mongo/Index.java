package io.benchmarkdeployer.mongo;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import org.bson.conversions.Bson;

/** What is searched by, and what there may be only once. */
record Index(Bson fields, boolean unique, boolean sparse) {
  static Index once(String field) {
    return new Index(Indexes.ascending(field), true, true);
  }

  static Index on(String field) {
    return new Index(Indexes.ascending(field), false, false);
  }

  /** Those of one value, newest first by their place in the order of all. */
  static Index newestFirst(String field, String place) {
    return new Index(
        Indexes.compoundIndex(Indexes.ascending(field), Indexes.descending(place)), false, false);
  }

  /** Those of one value, by their place in the order of all. */
  static Index inOrder(String field, String place) {
    return new Index(Indexes.ascending(field, place), false, false);
  }

  /** Of the few documents that have this field. */
  static Index sparse(String field) {
    return new Index(Indexes.ascending(field), false, true);
  }

  IndexOptions options() {
    return new IndexOptions().unique(unique).sparse(sparse);
  }
}
