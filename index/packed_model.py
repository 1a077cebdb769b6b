"""The BERT whose four-bit weights ``index.packed`` reads, as a module that sentence-transformers runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from index.packed import Matrix, Packed, Vocabulary, read_packed

# What the file calls the parts of a layer, and what transformers calls them.
_DENSE = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
}  # fmt: skip
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def open_packed(file: Path) -> Any:
    """The sentence-transformers model of ``file``: mean of the tokens' vectors, length 1.

    The layers are unpacked once; the rows of the vocabulary, nine tenths of all weights, stay packed and are unpacked as they are met.

    Raises:
        ValueError, KeyError, RuntimeError: the file holds something else. OSError: it cannot be read.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule, Normalize
    from sentence_transformers.sentence_transformer.modules import Pooling

    packed = read_packed(file)
    tokenizer, bert = _tokenizer(packed.vocabulary, packed.sizes.positions), _bert(packed)

    class PackedBert(InputModule):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.tokenizer: Any = tokenizer
            self.model, self.max_seq_length = bert, packed.sizes.positions

        def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> Any:
            texts = [(prompt or "") + text for text in inputs]
            return dict(self.tokenizer(texts, padding=True, truncation=True, max_length=self.max_seq_length, return_tensors="pt"))

        def forward(self, features: Any, **_: Any) -> Any:
            found = self.model(input_ids=features["input_ids"], attention_mask=features["attention_mask"])
            return features | {"token_embeddings": found.last_hidden_state}

        def get_embedding_dimension(self) -> int:
            return packed.sizes.width

        def save(self, *_: Any, **__: Any) -> None:
            raise NotImplementedError("the weights stay in their package")

    return SentenceTransformer(modules=[PackedBert(), Pooling(packed.sizes.width, "mean"), Normalize()], device="cpu")


def _tokenizer(vocabulary: Vocabulary, longest: int) -> Any:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    pieces = vocabulary.pieces
    first, last, filler, unknown = (pieces[at][0] for at in (vocabulary.first, vocabulary.last, vocabulary.filler, vocabulary.unknown))
    unigram = Tokenizer(models.Unigram(list(pieces), unk_id=vocabulary.unknown))
    unigram.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    unigram.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    ends = [(first, vocabulary.first), (last, vocabulary.last)]
    unigram.post_processor = processors.TemplateProcessing(single=f"{first} $A {last}", special_tokens=ends)
    return PreTrainedTokenizerFast(
        tokenizer_object=unigram, model_max_length=longest,
        bos_token=first, cls_token=first, eos_token=last, sep_token=last, pad_token=filler, unk_token=unknown,
    )  # fmt: skip


def _bert(packed: Packed) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    sizes = packed.sizes
    # Of words it makes one row: their module is replaced at once.
    config = BertConfig(
        vocab_size=1, hidden_size=sizes.width, num_hidden_layers=sizes.layers, num_attention_heads=sizes.heads,
        intermediate_size=sizes.inner, max_position_embeddings=sizes.positions, type_vocab_size=sizes.types,
        layer_norm_eps=sizes.epsilon, pad_token_id=None,
    )  # fmt: skip
    bert = BertModel(config, add_pooling_layer=False)
    bert.embeddings.word_embeddings = _words(packed.matrices["emb.word"])
    bert.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in _named(packed).items()})
    return bert.eval()


def _named(packed: Packed) -> dict[str, Any]:
    """Every weight but those of the vocabulary, under its name in transformers."""
    sizes, vectors = packed.sizes, packed.vectors
    found = {
        "embeddings.position_embeddings.weight": vectors["emb.pos"].reshape(sizes.positions, sizes.width),
        "embeddings.token_type_embeddings.weight": vectors["emb.type"].reshape(sizes.types, sizes.width),
        "embeddings.LayerNorm.weight": vectors["emb.ln.w"],
        "embeddings.LayerNorm.bias": vectors["emb.ln.b"],
    }
    for layer in range(sizes.layers):
        for short, long in _DENSE.items():
            found[f"encoder.layer.{layer}.{long}.weight"] = packed.matrices[f"l{layer}.{short}.w"].rows(slice(None))
            found[f"encoder.layer.{layer}.{long}.bias"] = vectors[f"l{layer}.{short}.b"]
        for short, long in _NORMS.items():
            found[f"encoder.layer.{layer}.{long}.weight"] = vectors[f"l{layer}.{short}.w"]
            found[f"encoder.layer.{layer}.{long}.bias"] = vectors[f"l{layer}.{short}.b"]
    return found


def _words(matrix: Matrix) -> Any:
    """A module in the place of ``torch.nn.Embedding``: token numbers to vectors."""
    import torch

    class Words(torch.nn.Module):
        def forward(self, numbers: Any) -> Any:
            rows = matrix.rows(numbers.numpy().ravel())
            return torch.from_numpy(rows).reshape(*numbers.shape, -1)

    return Words()
