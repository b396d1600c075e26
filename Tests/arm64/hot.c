// The hot loops over float32 and the formats that it holds: every encoding of bfloat16 and float16 as an input and as
// an output, and blocks of float32 with outputs right, nearly right and wild.
#include "cells.h"

static float x[hot_block + 1], y[hot_block + 1];
static double g[hot_block];
static hot_result r;
static uint16_t places[hot_block];
static int64_t blocks;

typedef struct {
  const char *name;
  float (*from)(uint32_t);
  int precision;
  double least;
  uint32_t infinity;
} narrow_format;

static const narrow_format formats[] = {{"bfloat16", from_bfloat16, 8, 0x1p-126, 0x7f80},
                                        {"float16", from_float16, 11, 0x1p-14, 0x7c00}};

static void judge(int64_t count, const hot_cell *cell) {
  hot_float32(x + 1, y + 1, count, cell, &r);
  add_result(&r, count);
  add_places(places, hot_near(x + 1, count, cell, 0x1p-8, places));
  add((uint64_t)hot_is_constant(x + 1, y + 1, count, cell));
  if (cell->precision < 24) {
    add((uint64_t)hot_is_rounded(x + 1, y + 1, count, cell));
    for (int64_t i = 0; i < count; i++) g[i] = gelu_fast(x[i + 1]);
    hot_pairs(g, y + 1, count, cell, blocks % 2 ? 1.5 : -0.75, 0x1p15, &r);
    add_result(&r, count);
  }
  blocks++;
}

// The output that a kernel gives: the truth, off by as much as `fault` says, or anything.
static float output(float input, int fault, float (*from)(uint32_t)) {
  const float right = (float)gelu_fast(input);
  switch (fault) {
    case 0: return right;
    case 1: return 0.5f * input * (float)(1 + 2 * (gelu_fast(input) / input - 0.5));
    case 2: return right * (1 + 0x1p-9f * (float)(next_random() % 5));
    case 3: return next_random() % 7 ? right : right < 0 ? -0.0f : 0;
    default: return next_random() % 5 ? right : from((uint32_t)next_random());
  }
}

static float any_float(uint32_t bits) { return float_of(bits); }
static float any_bfloat16(uint32_t bits) { return from_bfloat16(bits & 0xffff); }
static float any_float16(uint32_t bits) { return from_float16(bits & 0xffff); }

// Runs of 16 encodings, both signs, with each kind of output.
static void inputs(const narrow_format *format) {
  float (*any)(uint32_t) = format->precision == 8 ? any_bfloat16 : any_float16;
  for (uint32_t sign = 0; sign < 2; sign++) {
    for (uint32_t first = 1; first + 16 < format->infinity; first += 16) {
      const uint32_t bits = sign << 15 | first;
      for (int fault = 0; fault < 5; fault++) {
        for (uint32_t i = 0; i <= 16; i++) {
          x[i] = format->from(bits + i - 1 + (first == 1 && i == 0));
          y[i] = output(x[i], fault, any);
        }
        const double low = x[1], high = x[16];
        hot_cell cell = cell_of(0x3f800000, 1, format->precision, format->least);
        cell.centre = (low + high) / 2;
        interpolate(cell.centre, (high - low) / 2, cell.a);
        cell.negative = sign != 0;
        cell.direction = sign && high > -0.75 ? -1 : 1;
        judge(16, &cell);
      }
      if (first % 256 == 1) end_line(format->name, bits);
    }
    end_line(format->name, sign << 15 | 0x7fff);
  }
}

// All encodings as outputs at a few inputs.
static void outputs(const narrow_format *format) {
  static const float at[] = {-5.5f, -0.75f, -0x1p-10f, 0x1p-20f, 0.5f, 3, 40};
  for (size_t k = 0; k < sizeof at / sizeof *at; k++) {
    uint32_t bits;
    memcpy(&bits, &at[k], 4);
    const hot_cell cell = cell_of(bits - 0x800, 0x1000, format->precision, format->least);
    for (uint32_t first = 0; first < 0x10000; first += hot_block) {
      hot_fill(x, bits, 0, hot_block + 1);
      y[0] = format->from(first ? first - 1 : 0);
      for (uint32_t i = 0; i < hot_block; i++) y[i + 1] = format->from(first + i);
      judge(hot_block, &cell);
    }
    end_line(format->name, bits);
  }
}

static void float32(void) {
  for (uint32_t sign = 0; sign < 2; sign++)
    for (uint32_t binade = 1; binade < 255; binade++) {
      for (int fault = 0; fault < 10; fault++) {
        const uint32_t first = sign << 31 | binade << 23 | (uint32_t)(next_random() & 0x7ff000);
        const hot_cell cell = cell_of(first, 0x1000, 24, 0x1p-126);
        const int64_t count = 1 + (int64_t)(next_random() % hot_block);
        hot_fill(x, first + 7, 1, count + 1);
        for (int64_t i = 0; i <= count; i++) y[i] = output(x[i], fault % 5, any_float);
        judge(count, &cell);
      }
      end_line("float32", sign << 31 | binade << 23);
    }
}

// Where every right result is -0: an output of +0 has the wrong sign, and others are worse.
static void zeros(void) {
  for (int block = 0; block < 64; block++) {
    hot_cell cell = cell_of(0xc1800000, 0x1000, 24, 0x1p-126);
    memset(cell.a, 0, sizeof cell.a);
    cell.a[0] = -0x1p-160;
    cell.gated = 0;
    cell.zero = 1;
    hot_fill(x, 0xc1800000, 1, hot_block + 1);
    for (int i = 0; i <= hot_block; i++) y[i] = next_random() % 5 ? -0.0f : next_random() % 3 ? 0 : 0x1p-149f;
    judge(hot_block, &cell);
  }
  end_line("zeros", 0xc1800000);
}

int main(void) {
  zeros();
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    inputs(&formats[i]);
    outputs(&formats[i]);
  }
  float32();
  printf("%lld blocks\n", (long long)blocks);
  return print_seen() != 0;
}
