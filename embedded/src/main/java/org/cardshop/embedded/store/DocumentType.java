package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/// Documents are BSON in the file, a format that outlives the libraries.
final class DocumentType extends BasicDataType<Document> {
  /// A document on the heap is about this many times its BSON.
  private static final int HEAP_FACTOR = 4;

  @Override
  public int getMemory(Document document) {
    return HEAP_FACTOR * bson(document).readableBytes();
  }

  @Override
  public void write(WriteBuffer out, Document document) {
    out.put(bson(document).nioBuffer());
  }

  @Override
  public Document read(ByteBuffer in) {
    var bson = Unpooled.wrappedBuffer(in.slice());
    var document = BsonDecoder.decodeBson(bson);
    in.position(in.position() + bson.readerIndex());
    return document;
  }

  @Override
  public Document[] createStorage(int size) {
    return new Document[size];
  }

  private static ByteBuf bson(Document document) {
    var out = Unpooled.buffer();
    BsonEncoder.encodeDocument(document, out);
    return out;
  }
}
